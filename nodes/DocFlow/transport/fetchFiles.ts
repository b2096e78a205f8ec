import type { IDataObject } from 'n8n-workflow';

import type { DocFlowFile } from '../types';
import { apiError } from './errors';
import { type DocFlowContext, docFlowRequest, type Query } from './request';
import { readPages } from './readPages';

/** The most the API gives in one page (DocFlow API, "Get File Processing Result List"). */
export const PAGE_SIZE = 1000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A record of the answer as a file, its ids as strings, its children likewise.
 * @throws Error when it is not a file's record, or when an id came as a number that lost digits.
 */
export function readFile(value: unknown): DocFlowFile {
	if (!isRecord(value)) throw new Error('a file in the answer is not a record');
	const record = { ...value };
	for (const name of ['id', 'task_id', 'parent_task_id', 'batch_number']) {
		const id = record[name];
		if (typeof id !== 'number') continue;
		if (!Number.isSafeInteger(id)) throw new Error(`the ${name} of a file came as a number that is not exact`);
		record[name] = String(id);
	}
	if (typeof record.id !== 'string') throw new Error('a file in the answer has no id');
	if (Array.isArray(record.child_files)) record.child_files = record.child_files.map(readFile);
	return {
		...record,
		id: record.id,
		name: typeof record.name === 'string' ? record.name : '',
		recognition_status: Number(record.recognition_status ?? 0),
	} as DocFlowFile;
}

/** The files of an answer's `result`. @throws DocFlowError when they can't be read as files. */
export function readFiles(this: DocFlowContext, result: IDataObject, itemIndex?: number): DocFlowFile[] {
	try {
		return (Array.isArray(result.files) ? result.files : []).map(readFile);
	} catch (error) {
		const message = `DocFlow's answer could not be read: ${(error as Error).message}`;
		const advice = 'Nothing was changed. Please report this to the makers of this node.';
		throw apiError(this, { message, advice }, itemIndex);
	}
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
export async function fetchPage(this: DocFlowContext, query: Query, itemIndex?: number): Promise<FilePage> {
	const { result, time } = await docFlowRequest.call(this, { method: 'GET', path: '/file/fetch', query, itemIndex });
	const total = typeof result.total === 'number' || typeof result.total === 'string' ? Number(result.total) : NaN;
	return { files: readFiles.call(this, result, itemIndex), total, time: time ?? Date.now() };
}

/**
 * All files that match, page after page, up to `limit`. A file that moves between pages while they
 * are read comes once; when one may have slipped through, the pages are read again.
 */
export async function fetchFiles(
	this: DocFlowContext,
	query: Query,
	itemIndex: number,
	limit = Infinity,
): Promise<DocFlowFile[]> {
	const page_size = Math.min(PAGE_SIZE, limit);
	const { files } = await readPages(async (page) => await fetchPage.call(this, { ...query, page, page_size }, itemIndex), page_size, limit);
	return files;
}
