import type { IDataObject } from 'n8n-workflow';

import { listOf } from '../json';
import type { DocFlowContext } from '../transport/context';
import { apiError } from '../transport/errors';
import { readPages } from '../transport/pages';
import { docFlowRequest, type Query } from '../transport/request';
import { toNodeError, unreadable } from '../transport/unreadable';
import { parseFile } from './parse';
import type { DocFlowFile } from './types';

/** The most the API gives in one page (DocFlow API, "Get File Processing Result List"). */
export const PAGE_SIZE = 1000;

/** How many files match; NaN where DocFlow does not say. */
const readTotal = (total: unknown): number =>
	(typeof total === 'number' || typeof total === 'string') && /^\d{1,15}$/.test(String(total))
		? Number(total)
		: NaN;

/**
 * The files and the total of an answer's `result`; null or nothing is an empty list only where the total says so.
 * @throws Unreadable when a file can't be read, or when there is no list.
 */
export function readList({ files = null, total = null }: IDataObject): {
	files: DocFlowFile[];
	total: number;
} {
	const count = readTotal(total);
	// Without a list and a total it is another answer: taken for an empty list, files would be lost without a word.
	const isEmpty = files === null && count === 0;
	if (!isEmpty && !Array.isArray(files)) throw unreadable('it has no list of files');
	const list = listOf(files).map(parseFile);
	// A total that its own page exceeds tells nothing.
	return { files: list, total: count < list.length ? NaN : count };
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
	const message = `DocFlow says that ${total} files match, but its pages hold only ${files.length}`;
	throw apiError(
		context,
		{
			message,
			advice: 'Run again in a few minutes, or fetch fewer files with filters.',
			passing: true,
		},
		itemIndex,
	);
}
