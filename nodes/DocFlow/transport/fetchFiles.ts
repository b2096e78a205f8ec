import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { DocFlowFile } from '../types';
import { apiError } from './errors';
import { docFlowRequest, type Query } from './request';

/** The most the API gives in one page (DocFlow API, "Get File Processing Result List"). */
export const PAGE_SIZE = 1000;

/** Readings of all pages, while their total says that a file is missing. */
const MAX_READINGS = 3;

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
export function readFiles(
	this: IExecuteFunctions,
	result: IDataObject,
	itemIndex: number,
): DocFlowFile[] {
	try {
		return (Array.isArray(result.files) ? result.files : []).map(readFile);
	} catch (error) {
		const message = `DocFlow's answer could not be read: ${(error as Error).message}`;
		const advice = 'Nothing was changed. Please report this to the makers of this node.';
		throw apiError(this, { message, advice }, itemIndex);
	}
}

/** One reading of all pages into `files`. Answers the total that DocFlow named last. */
async function readPages(
	this: IExecuteFunctions,
	query: Query,
	itemIndex: number,
	limit: number,
	files: Map<string, DocFlowFile>,
): Promise<number> {
	const pageSize = Math.min(PAGE_SIZE, limit);
	const reading = new Set<string>();
	let seen = 0;
	for (let page = 1; ; page++) {
		const result = await docFlowRequest.call(this, {
			method: 'GET',
			path: '/file/fetch',
			query: { ...query, page, page_size: pageSize },
			itemIndex,
		});
		const found = readFiles.call(this, result, itemIndex);
		const before = reading.size;
		for (const file of found) {
			const key = `${file.id}/${file.task_id ?? ''}`;
			files.set(key, file);
			reading.add(key);
		}
		seen += found.length;
		// A private server may cut pages shorter than asked, so the total decides where there is one.
		const total = Number(result.total);
		const more = Number.isNaN(total) ? found.length === pageSize : seen < total;
		// The same page over and over would never end.
		const stuck = reading.size === before;
		if (stuck || !more || files.size >= limit) return total;
	}
}

/**
 * All files that match, page after page, up to `limit`. A file that moves between pages while they
 * are read comes once; when one may have slipped through, the pages are read again.
 */
export async function fetchFiles(
	this: IExecuteFunctions,
	query: Query,
	itemIndex: number,
	limit = Infinity,
): Promise<DocFlowFile[]> {
	const files = new Map<string, DocFlowFile>();
	for (let reading = 1; reading <= MAX_READINGS; reading++) {
		const total = await readPages.call(this, query, itemIndex, limit, files);
		if (!(files.size < Math.min(total, limit))) break;
	}
	return [...files.values()].slice(0, limit);
}
