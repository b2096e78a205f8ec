import type { IExecuteFunctions } from 'n8n-workflow';

import { apiError } from '../transport/errors';
import type { Query } from '../transport/request';
import { toNodeError, Unreadable } from '../transport/unreadable';
import { fetchPage, type FilePage, PAGE_SIZE, readFilePages } from './list';
import type { DocFlowFile, TakenFile } from './types';

/**
 * All files that a batch holds at this moment, however many pages they fill; those touched `since` then (RFC 3339),
 * where that is given. With the time by DocFlow's clock.
 * @throws DocFlowError when DocFlow does not answer, or when a file may have slipped through between pages:
 * one that is overlooked here would be sent a second time.
 */
export async function lookUpBatch(
	context: IExecuteFunctions,
	workspace: Query[string],
	batchNumber: string,
	itemIndex: number,
	since?: string,
): Promise<{ files: TakenFile[]; time: number }> {
	const query = {
		workspace_id: workspace,
		batch_number: batchNumber,
		start_time: since,
		page_size: PAGE_SIZE,
	};
	let time = Date.now();
	const readPage = async (page: number) => {
		const answer = await fetchPage(context, { ...query, page }, itemIndex);
		({ time } = answer);
		// Taken for an empty batch, it would have every file sent again.
		if (answer.files.length === 0 && Number.isNaN(answer.total))
			throw apiError(
				context,
				{
					message: `DocFlow's answer does not say what batch ${batchNumber} holds`,
					advice: 'Run again in a few minutes.',
				},
				itemIndex,
			);
		return answer;
	};
	const { files, complete } = await readFilePages(readPage).catch((error: unknown) => {
		throw toNodeError(context, error, itemIndex);
	});
	if (complete) return { files, time };
	const message = `The list of files of batch ${batchNumber} did not hold still while it was read`;
	throw apiError(context, { message, advice: 'Run again in a few minutes.' }, itemIndex);
}

/**
 * All files of a batch, to the last page. None means that the batch was deleted.
 * @throws Unreadable when files move between the pages for as long as it looks, or have no batch number, or when the
 * answer says nothing of the batch.
 */
export async function readBatch(
	readPage: (query: Query) => Promise<FilePage>,
	batchNumber: string,
): Promise<DocFlowFile[]> {
	// Without a number DocFlow would answer with the whole workspace.
	if (batchNumber === '') throw new Unreadable('DocFlow lists files that have no batch number');
	const { files, complete, total } = await readFilePages(
		async (page) => await readPage({ batch_number: batchNumber, page }),
	);
	if (!complete)
		throw new Unreadable(
			`The files of batch ${batchNumber} change while they are read`,
			'Run again in a few minutes.',
		);
	// Taken for a deleted batch, it would no longer be watched.
	if (files.length === 0 && Number.isNaN(total))
		throw new Unreadable(
			`DocFlow's answer does not say what batch ${batchNumber} holds`,
			'Run again in a few minutes.',
		);
	return files;
}
