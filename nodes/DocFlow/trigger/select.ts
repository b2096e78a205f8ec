import { type DocFlowFile, hasFailed } from '../files/types';
import { type Filters, type TriggerEvent } from './settings';

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

function isWanted(files: DocFlowFile[], outcome: Filters['outcome']): boolean {
	if (outcome === 'any') return true;
	return files.some(hasFailed) === (outcome === 'someFailed');
}

/**
 * The fresh files that pass the filters. The outcome is that of the whole batch or, when files fire one by
 * one, that of each file. `held` tells that the outcome alone kept a batch back: it may pass after a retry.
 */
export function select(
	fresh: DocFlowFile[],
	batch: DocFlowFile[],
	event: TriggerEvent,
	{ category, outcome }: Filters,
): { files: DocFlowFile[]; held: boolean } {
	const ofCategory = (files: DocFlowFile[]) => files.filter((file) => isOfCategory(file, category));
	const ended = (files: DocFlowFile[]) =>
		isWanted(
			files.map((file) => narrowed(file, category)),
			outcome,
		);
	const files = ofCategory(fresh);
	if (event === 'fileFinished')
		return { files: files.filter((file) => ended([file])), held: false };
	const wanted = ended(ofCategory(batch));
	return { files: wanted ? files : [], held: !wanted };
}
