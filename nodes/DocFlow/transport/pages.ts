import { Unreadable } from './unreadable';

/** Readings of all pages, while entries may have slipped from one page to another. */
const MAX_READINGS = 3;

/** More than a run of n8n can hold; only a list without an end has so many. */
const MAX_ENTRIES = 1_000_000;
const MAX_PAGES = 10_000;
/** Entries that may come while the pages are read. */
const SLACK = 10_000;

/** One page of a list. */
export interface Page<T> {
	entries: T[];
	/** How many there are on all pages; NaN where DocFlow does not say. */
	total: number;
}

/** A list that is read page by page. */
export interface PagedList<T> {
	/** What the entries are, such as `files`. */
	noun: string;
	/** Reads a page; the first is 1. */
	read: (page: number) => Promise<Page<T>>;
	/** Equal for two entries that are the same one, met on two pages. */
	identityOf: (entry: T) => string;
	/** Entries asked for in one page. */
	pageSize: number;
	/** Most entries to read; all unless told. */
	limit?: number;
}

/** @throws Unreadable when so many entries or pages came that there can't be an end. */
function checkEnd(noun: string, page: number, seen: number, total: number): void {
	const most = Math.min(MAX_ENTRIES, Number.isNaN(total) ? MAX_ENTRIES : 2 * total + SLACK);
	if (page <= MAX_PAGES && seen <= most) return;
	const message = `DocFlow's list of ${noun} does not end: ${seen} ${noun} came on ${page} pages`;
	throw new Unreadable(
		message,
		`Ask for fewer ${noun} with filters. If it stays so, the server behind the Base URL is at fault.`,
	);
}

/** One reading of all pages into `entries`. Returns whether it surely met every entry, and the last total. */
async function readOnce<T>(
	{ noun, read, identityOf, pageSize, limit = Infinity }: PagedList<T>,
	entries: Map<string, T>,
): Promise<{ complete: boolean; total: number }> {
	const reading = new Set<string>();
	let seen = 0;
	let first: number | undefined;
	let still = true;
	for (let page = 1; ; page++) {
		const { entries: found, total } = await read(page);
		const before = reading.size;
		for (const entry of found) {
			const key = identityOf(entry);
			entries.set(key, entry);
			reading.add(key);
		}
		seen += found.length;
		// A total that changes tells that entries come or go, and so that others change their page.
		first ??= total;
		still &&= Object.is(total, first);
		checkEnd(noun, page, seen, first);
		// A private server may cut pages shorter than asked, so the total decides where there is one.
		const more = Number.isNaN(total) ? found.length === pageSize : seen < total;
		// The same page over and over would never end.
		const stuck = reading.size === before;
		if (entries.size >= limit) return { complete: true, total };
		if (stuck || !more) return { complete: still && !(reading.size < total), total };
	}
}

/**
 * The entries of all pages, from page 1 to the last or up to `limit`. No order is promised, so an entry can move
 * between pages while they are read; when one may have been missed, they are read again, three times at most.
 * `complete` tells whether every entry was met; `total` is how many DocFlow said last that there are.
 * @throws Unreadable when the pages don't end.
 */
export async function readPages<T>(
	list: PagedList<T>,
): Promise<{ entries: T[]; complete: boolean; total: number }> {
	const entries = new Map<string, T>();
	let last = { complete: false, total: NaN };
	for (let reading = 1; reading <= MAX_READINGS && !last.complete; reading++)
		last = await readOnce(list, entries);
	return { entries: [...entries.values()].slice(0, list.limit), ...last };
}
