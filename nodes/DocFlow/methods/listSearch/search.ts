import {
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { isRecord, textOf } from '../../json';
import { apiError, DocFlowError } from '../../transport/errors';
import { fetchAll, fetchEntries, type List } from '../../transport/list';

/** What n8n calls as the user opens a list, types into its search field or scrolls to its end. */
type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** A list of DocFlow's as choices. */
interface Choices {
	/** What to ask, given what else stands in the panel. @throws Error for what can't be asked. */
	list(context: ILoadOptionsFunctions): Promise<List>;
	/** The member of an entry that is shown, and the one that is taken. */
	name: string;
	value: string;
	/** What of an entry may be chosen; the entry itself unless told. */
	parts?(entry: IDataObject): IDataObject[];
}

/** How n8n hands the next page's number back: with the entries seen so far, as pages may be shorter than asked. */
function nextPage(token = '1,0'): { page: number; seen: number } {
	const [page, seen] = token.split(',').map(Number);
	return { page, seen };
}

/** One page, and what asks for the next; the API ends a list by its total, or by a page without entries. */
async function readPage(
	context: ILoadOptionsFunctions,
	list: List,
	token: string | undefined,
): Promise<{ entries: IDataObject[]; paginationToken?: string }> {
	const { page, seen } = nextPage(token);
	const { entries, total } = await fetchEntries(context, list, page);
	const all = seen + entries.length;
	const isLast = list.pageSize === undefined || entries.length === 0 || all >= total;
	return { entries, ...(!isLast && { paginationToken: `${page + 1},${all}` }) };
}

/** An error as n8n's lists show it with its advice: of what is no error of an API they show the title alone. */
function shownError(context: ILoadOptionsFunctions, error: unknown): DocFlowError {
	if (error instanceof DocFlowError) return error;
	const message = error instanceof Error ? error.message : String(error);
	const { description } = isRecord(error) ? error : {};
	return apiError(context, {
		message,
		advice: typeof description === 'string' ? description : 'Check the fields of this node.',
	});
}

/** What of a list to show, and what asks for more of it. */
interface Shown {
	choices: INodeListSearchItems[];
	paginationToken?: string;
}

/**
 * The search of a resource locator (n8n, `methods.listSearch`) over what `read` gives. What fits the filter is shown, in any
 * case; an error is shown in the list's place, with its advice.
 */
const searchBy = (
	read: (context: ILoadOptionsFunctions, wanted: string, token?: string) => Promise<Shown>,
): Search =>
	async function (filter = '', paginationToken) {
		const wanted = filter.trim().toLowerCase();
		const fits = (text: unknown) => textOf(text).toLowerCase().includes(wanted);
		try {
			const { choices, ...rest } = await read(this, wanted, paginationToken);
			return {
				results: choices.filter((one) => one.value !== '' && (fits(one.name) || fits(one.value))),
				...rest,
			};
		} catch (error) {
			throw shownError(this, error);
		}
	};

/** Searches a list of DocFlow's: page after page as the user scrolls, all pages at once for a filter, as DocFlow has no search of its own. */
export const searchIn = ({ list, name, value, parts = (entry) => [entry] }: Choices): Search =>
	searchBy(async (context, wanted, token) => {
		const asked = await list(context);
		const { entries, ...rest } =
			wanted === ''
				? await readPage(context, asked, token)
				: { entries: await fetchAll(context, asked) };
		const choices = entries.flatMap(parts).map((entry) => ({
			name: textOf(entry[name]),
			value: textOf(entry[value]),
		}));
		return { choices, ...rest };
	});

/** Searches what comes at one go. */
export const searchAmong = (
	read: (context: ILoadOptionsFunctions) => Promise<INodeListSearchItems[]>,
): Search => searchBy(async (context) => ({ choices: await read(context) }));
