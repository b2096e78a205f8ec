import type { IDataObject } from 'n8n-workflow';

import { isRecord, listOf } from '../json';
import type { DocFlowContext } from './context';
import { apiError, type DocFlowError } from './errors';
import { type Page, readPages } from './pages';
import { docFlowRequest, type Query } from './request';
import { toNodeError, unreadable } from './unreadable';

/** A list of DocFlow's that is no list of files. */
export interface List {
	/** Below the API prefix, such as `/category/list`. */
	path: string;
	query: Query;
	/** The member of `result` that holds the entries, such as `categories`. */
	name: string;
	/** The member of an entry that tells it from all others, such as `id`. */
	id: string;
	/** Entries asked for in one page; a list that knows no pages has none. */
	pageSize?: number;
}

/** How many entries match; NaN where DocFlow does not say. */
const readTotal = (total: unknown): number =>
	(typeof total === 'number' || typeof total === 'string') && /^\d{1,15}$/.test(String(total))
		? Number(total)
		: NaN;

/**
 * The entries of `result[name]`, each as `parse` reads it, and the total; null or nothing is an empty list only where the
 * total says so. @throws Unreadable when there is no list, and what `parse` throws.
 */
export function readEntries<T>(
	result: IDataObject,
	name: string,
	parse: (entry: unknown) => T,
): Page<T> {
	const list = result[name] ?? null;
	const total = readTotal(result.total ?? null);
	// Without a list and a total it is another answer: taken for an empty list, entries would be lost without a word.
	const isEmpty = list === null && total === 0;
	if (!isEmpty && !Array.isArray(list)) throw unreadable(`it has no list of ${name}`);
	const entries = listOf(list).map(parse);
	// A total that its own page exceeds tells nothing.
	return { entries, total: total < entries.length ? NaN : total };
}

/** One page of a list; the first is 1. @throws DocFlowError. */
export async function fetchEntries(
	context: DocFlowContext,
	{ path, query, name, pageSize }: List,
	page: number,
	itemIndex?: number,
): Promise<Page<IDataObject>> {
	const pages = pageSize === undefined ? {} : { page, page_size: pageSize };
	const { result } = await docFlowRequest(context, {
		method: 'GET',
		path,
		repeat: 'safe',
		query: { ...query, ...pages },
		itemIndex,
	});
	const parse = (entry: unknown) => {
		if (isRecord(entry)) return entry as IDataObject;
		throw unreadable(`its list of ${name} holds what is no record`);
	};
	try {
		return readEntries(result, name, parse);
	} catch (error) {
		throw toNodeError(context, error, itemIndex);
	}
}

/** The error of a list that kept moving while its pages were read: something may have slipped through. */
export const incompleteError = (
	context: DocFlowContext,
	noun: string,
	count: number,
	total: number,
	itemIndex?: number,
): DocFlowError =>
	apiError(
		context,
		{
			message: `DocFlow says that ${total} ${noun} match, but its pages hold only ${count}`,
			advice: `Run again in a few minutes, or ask for fewer ${noun}.`,
			passing: true,
		},
		itemIndex,
	);

/** All entries of a list, page after page, up to `limit`. @throws DocFlowError also when fewer come than DocFlow says there are, or when the pages don't end. */
export async function fetchAll(
	context: DocFlowContext,
	list: List,
	itemIndex?: number,
	limit = Infinity,
): Promise<IDataObject[]> {
	const { pageSize } = list;
	if (pageSize === undefined) {
		const { entries } = await fetchEntries(context, list, 1, itemIndex);
		return entries.slice(0, limit);
	}
	const asked = { ...list, pageSize: Math.min(pageSize, limit) };
	const { entries, complete, total } = await readPages<IDataObject>({
		noun: list.name,
		read: async (page) => await fetchEntries(context, asked, page, itemIndex),
		identityOf: (entry) => JSON.stringify(entry[list.id] ?? entry),
		pageSize: asked.pageSize,
		limit,
	}).catch((error: unknown) => {
		throw toNodeError(context, error, itemIndex);
	});
	if (!complete && entries.length < total)
		throw incompleteError(context, list.name, entries.length, total, itemIndex);
	return entries;
}
