import type { IExecuteFunctions } from 'n8n-workflow';

import { apiError, type DocFlowError } from '../transport/errors';
import type { Query } from '../transport/request';
import { fetchFiles } from './list';
import { type DocFlowFile, isFinished, statusWord } from './types';

/** By what one file is asked for. */
export type OneFile = { workspace_id: string } & ({ file_id: string } | { task_id: string });

/** Such as `file 1978…`. */
const subjectOf = (asked: OneFile): string =>
	'file_id' in asked ? `file ${asked.file_id}` : `task ${asked.task_id}`;

const CHILD =
	'The documents found in a split or cropped file have no entry of their own: ask for the whole file by its parent_task_id.';

/** The file of an id as it is now. @throws DocFlowError when DocFlow knows none in this workspace. */
export async function fetchOne(
	context: IExecuteFunctions,
	asked: OneFile,
	itemIndex: number,
): Promise<DocFlowFile> {
	const query: Query = asked;
	const [file] = await fetchFiles(context, query, itemIndex, 1);
	if (file !== undefined) return file;
	const message = `DocFlow knows no ${subjectOf(asked)} in this workspace`;
	throw apiError(
		context,
		{ message, advice: `Check the id and the workspace. ${CHILD}` },
		itemIndex,
	);
}

/** Task types of documents found in another file (DocFlow API, TaskType). */
const CHILDREN = new Set<unknown>([0, 3]);

/** Whether a file is a document found in a split or cropped one. */
export const isChild = ({ task_type }: DocFlowFile): boolean => CHILDREN.has(task_type);

/** The error of work on a file that DocFlow is still at; `what` is the work, such as `retried`. */
const unfinishedError = (
	context: IExecuteFunctions,
	file: DocFlowFile,
	what: string,
	itemIndex: number,
): DocFlowError =>
	apiError(
		context,
		{
			message: `DocFlow is not finished with ${file.name || file.id} yet (${statusWord(file.recognition_status)}), so it can't be ${what}`,
			advice: 'Wait with Batch → Wait or File → Fetch until it is finished, then run this again.',
			passing: true,
		},
		itemIndex,
	);

/** The file of an id, once DocFlow is done with it. @throws DocFlowError when it is unknown or unfinished. */
export async function fetchFinished(
	context: IExecuteFunctions,
	asked: OneFile,
	what: string,
	itemIndex: number,
): Promise<DocFlowFile> {
	const file = await fetchOne(context, asked, itemIndex);
	if (!isFinished(file)) throw unfinishedError(context, file, what, itemIndex);
	return file;
}

/** The ids of a file that a next step needs. */
export const idsOf = ({ id, task_id, batch_number, name }: DocFlowFile) => ({
	file_id: id,
	task_id: task_id ?? null,
	batch_number: batch_number ?? null,
	file_name: name,
});
