import { invalid, PAGE_RULES, type Rules } from '../parameters';
import { Refusal } from '../refusal';

/** A page of a list as a query asks for it, `usual` entries unless told, `most` at most. @throws Refusal for a wrong query. */
export function pageOf(
	query: Record<string, string>,
	name: string,
	all: unknown[],
	rules: Rules = {},
	usual = 20,
	most = 100,
): Record<string, unknown> {
	const wrong = invalid(query, { ...PAGE_RULES, ...rules });
	if (wrong !== undefined) throw new Refusal(wrong);
	const page = Number(query.page ?? 1);
	const page_size = Math.min(most, Number(query.page_size ?? usual));
	const shown = all.slice((page - 1) * page_size, page * page_size);
	return { total: all.length, page, page_size, [name]: shown };
}
