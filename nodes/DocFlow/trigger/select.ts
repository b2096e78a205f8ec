import { type DocFlowFile, hasFailed } from '../files/types';
import { verdictOf } from './events';
import type { Filters, Rules } from './settings';

/** Whether a file, or one of the documents found in it, is of a category. */
export const isOfCategory = (file: DocFlowFile, category: string): boolean =>
	category === '' ||
	(file.child_files?.length
		? file.child_files.some((child) => isOfCategory(child, category))
		: file.category === category);

/** A split or cropped file with only those of its documents that are of the category. */
export function narrowed(file: DocFlowFile, category: string): DocFlowFile {
	const children = file.child_files ?? [];
	if (category === '' || children.length === 0) return file;
	return { ...file, child_files: children.filter((child) => isOfCategory(child, category)) };
}

function hasOutcome(files: DocFlowFile[], outcome: Filters['outcome']): boolean {
	if (outcome === 'any') return true;
	return files.some(hasFailed) === (outcome === 'someFailed');
}

/**
 * The files that pass the filters, of those that are to fire. The outcome is that of the whole batch or, when files
 * fire one by one, that of each file. `heldBack` tells that the outcome alone kept a batch back: it may pass after a
 * retry.
 */
export function select(
	files: DocFlowFile[],
	batch: DocFlowFile[],
	{ event, category, outcome, verdict }: Filters & Pick<Rules, 'event'>,
): { files: DocFlowFile[]; heldBack: boolean } {
	const ofCategory = (some: DocFlowFile[]) => some.filter((file) => isOfCategory(file, category));
	const ended = (some: DocFlowFile[]) =>
		hasOutcome(
			some.map((file) => narrowed(file, category)),
			outcome,
		);
	const wanted = ofCategory(files);
	if (event === 'fileVerified')
		return {
			files: wanted.filter((file) => verdict === 'any' || verdictOf(file) === verdict),
			heldBack: false,
		};
	if (event === 'fileFinished')
		return { files: wanted.filter((file) => ended([file])), heldBack: false };
	const passes = ended(ofCategory(batch));
	return { files: passes ? wanted : [], heldBack: !passes };
}
