import type { Context } from '../context';
import { invalid, PAGE_RULES, type Rules } from '../parameters';
import { Refusal } from '../refusal';

/** The most entries of a page of a list that is none of files. */
const MOST = 100;

/** A page of a list as a query asks for it, `usual` entries unless told. @throws Refusal for a wrong query. */
export function pageOf(
	{ maxPage }: Pick<Context, 'maxPage'>,
	query: Record<string, string>,
	name: string,
	all: unknown[],
	rules: Rules = {},
	usual = 20,
): Record<string, unknown> {
	const wrong = invalid(query, { ...PAGE_RULES, ...rules });
	if (wrong !== undefined) throw new Refusal(wrong);
	const page = Number(query.page ?? 1);
	const page_size = Math.min(MOST, maxPage, Number(query.page_size ?? usual));
	const shown = all.slice((page - 1) * page_size, page * page_size);
	return { total: all.length, page, page_size, [name]: shown };
}
