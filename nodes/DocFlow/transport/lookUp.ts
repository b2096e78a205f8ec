import type { IExecuteFunctions } from 'n8n-workflow';

import type { TakenFile } from '../types';
import { apiError } from './errors';
import { fetchPage, PAGE_SIZE } from './fetchFiles';
import { readPages } from './readPages';
import type { Query } from './request';
import { shown } from './unreadable';

/**
 * All files that a batch holds at this moment, however many pages they fill.
 * @throws DocFlowError when DocFlow does not answer, or when a file may have slipped through between pages:
 * one that is overlooked here would be sent a second time.
 */
export async function lookUpBatch(
	this: IExecuteFunctions,
	workspace: Query[string],
	batchNumber: string,
	itemIndex: number,
): Promise<TakenFile[]> {
	const query = { workspace_id: workspace, batch_number: batchNumber, page_size: PAGE_SIZE };
	const readPage = async (page: number) => {
		const answer = await fetchPage.call(this, { ...query, page }, itemIndex);
		// Taken for an empty batch, it would have every file sent again.
		if (answer.files.length === 0 && Number.isNaN(answer.total))
			throw apiError(
				this,
				{
					message: `DocFlow's answer does not say what batch ${batchNumber} holds`,
					advice: 'Run again in a few minutes.',
				},
				itemIndex,
			);
		return answer;
	};
	const { files, complete } = await readPages(readPage, PAGE_SIZE).catch((error: unknown) => {
		throw shown(this, error, itemIndex);
	});
	if (complete) return files;
	const message = `The list of files of batch ${batchNumber} did not hold still while it was read`;
	throw apiError(this, { message, advice: 'Run again in a few minutes.' }, itemIndex);
}
