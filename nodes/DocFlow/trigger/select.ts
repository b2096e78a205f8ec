import { type DocFlowFile, hasFailed } from '../types';
import type { TriggerEvent } from './decide';

/** Which of the finished files and batches the user wants. */
export interface Filters {
	/** Only files of this category; every one when empty. */
	category: string;
	outcome: 'any' | 'allSucceeded' | 'someFailed';
}

/** Whether a file, or one of the documents found in it, is of a category. */
export const isOfCategory = (file: DocFlowFile, category: string): boolean =>
	category === '' || (file.child_files?.length ? file.child_files.some((child) => isOfCategory(child, category)) : file.category === category);

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
	const files = ofCategory(fresh);
	if (event === 'fileFinished') return { files: files.filter((file) => isWanted([file], outcome)), held: false };
	const wanted = isWanted(ofCategory(batch), outcome);
	return { files: wanted ? files : [], held: !wanted };
}
