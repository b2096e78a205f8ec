import type { IDataObject } from 'n8n-workflow';

import type { DocFlowContext } from '../transport/context';
import { incompleteError, readEntries } from '../transport/list';
import { readPages } from '../transport/pages';
import { docFlowRequest, type Query } from '../transport/request';
import { toNodeError } from '../transport/unreadable';
import { parseFile } from './parse';
import type { DocFlowFile } from './types';

/** The most the API gives in one page (DocFlow API, "Get File Processing Result List"). */
export const PAGE_SIZE = 1000;

/** The files and the total of an answer's `result`. @throws Unreadable when a file can't be read, or when there is no list. */
export function readList(result: IDataObject): { files: DocFlowFile[]; total: number } {
	const { entries, total } = readEntries(result, 'files', parseFile);
	return { files: entries, total };
}

/** One page of the list of files. */
export interface FilePage {
	files: DocFlowFile[];
	/** How many files match in all; NaN where DocFlow does not say. */
	total: number;
	/** DocFlow's clock, in epoch milliseconds; ours where it does not tell. */
	time: number;
}

/** One page of the files that match (DocFlow API, "Get File Processing Result List"). @throws DocFlowError. */
export async function fetchPage(
	context: DocFlowContext,
	query: Query,
	itemIndex?: number,
): Promise<FilePage> {
	const { result, time } = await docFlowRequest(context, {
		method: 'GET',
		path: '/file/fetch',
		repeat: 'safe',
		query,
		itemIndex,
	});
	try {
		return { ...readList(result), time: time ?? Date.now() };
	} catch (error) {
		throw toNodeError(context, error, itemIndex);
	}
}

/** All files of a list of pages, by `readPages`: a file moves between pages while its task goes on. @throws Unreadable. */
export async function readFilePages(
	read: (page: number) => Promise<FilePage>,
	pageSize = PAGE_SIZE,
	limit = Infinity,
): Promise<{ files: DocFlowFile[]; complete: boolean; total: number }> {
	const { entries, ...rest } = await readPages<DocFlowFile>({
		noun: 'files',
		read: async (page) => {
			const { files, total } = await read(page);
			return { entries: files, total };
		},
		identityOf: ({ id, task_id = '' }) => JSON.stringify([id, task_id]),
		pageSize,
		limit,
	});
	return { files: entries, ...rest };
}

/**
 * All files that match, page after page, up to `limit`. A file that moves between pages while they
 * are read comes once; when one may have slipped through, the pages are read again.
 * @throws DocFlowError when fewer come than DocFlow says there are, or when the pages don't end.
 */
export async function fetchFiles(
	context: DocFlowContext,
	query: Query,
	itemIndex: number,
	limit = Infinity,
): Promise<DocFlowFile[]> {
	const page_size = Math.min(PAGE_SIZE, limit);
	const readPage = async (page: number) =>
		await fetchPage(context, { ...query, page, page_size }, itemIndex);
	const { files, complete, total } = await readFilePages(readPage, page_size, limit).catch(
		(error: unknown) => {
			throw toNodeError(context, error, itemIndex);
		},
	);
	// Files that move while they are read may all have come all the same.
	if (complete || !(files.length < total)) return files;
	throw incompleteError(context, 'files', files.length, total, itemIndex);
}
