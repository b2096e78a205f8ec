import type { DocFlowFile } from '../files/types';
import { Unreadable } from './unreadable';

/** Readings of all pages, while files may have slipped from one page to another. */
const MAX_READINGS = 3;

/** More than a run of n8n can hold; only a list without an end has so many. */
const MAX_FILES = 1_000_000;
const MAX_PAGES = 10_000;
/** Files that may come while the pages are read. */
const SLACK = 10_000;

interface Page {
	files: DocFlowFile[];
	total: number;
}

/** @throws Unreadable when so many files or pages came that there can't be an end. */
function checkEnd(page: number, seen: number, total: number): void {
	const most = Math.min(MAX_FILES, Number.isNaN(total) ? MAX_FILES : 2 * total + SLACK);
	if (page <= MAX_PAGES && seen <= most) return;
	const message = `DocFlow's list of files does not end: ${seen} files came on ${page} pages`;
	throw new Unreadable(
		message,
		'Fetch fewer files with filters. If it stays so, the server behind the Base URL is at fault.',
	);
}

/** One reading of all pages into `files`. Returns whether it surely met every file, and the last total. */
async function readOnce(
	readPage: (page: number) => Promise<Page>,
	pageSize: number,
	limit: number,
	files: Map<string, DocFlowFile>,
): Promise<{ complete: boolean; total: number }> {
	const reading = new Set<string>();
	let seen = 0;
	let first: number | undefined;
	let still = true;
	for (let page = 1; ; page++) {
		const { files: found, total } = await readPage(page);
		const before = reading.size;
		for (const file of found) {
			const key = JSON.stringify([file.id, file.task_id ?? '']);
			files.set(key, file);
			reading.add(key);
		}
		seen += found.length;
		// A total that changes tells that files come or go, and so that others change their page.
		first ??= total;
		still &&= Object.is(total, first);
		checkEnd(page, seen, first);
		// A private server may cut pages shorter than asked, so the total decides where there is one.
		const more = Number.isNaN(total) ? found.length === pageSize : seen < total;
		// The same page over and over would never end.
		const stuck = reading.size === before;
		if (files.size >= limit) return { complete: true, total };
		if (stuck || !more) return { complete: still && !(reading.size < total), total };
	}
}

/**
 * The files of all pages, from page 1 to the last or up to `limit`. No order is promised, so a file can move
 * between pages while they are read; when one may have been missed, they are read again, three times at most.
 * `complete` tells whether every file was met; `total` is how many DocFlow said last that there are.
 * @throws Unreadable when the pages don't end.
 */
export async function readPages(
	readPage: (page: number) => Promise<Page>,
	pageSize: number,
	limit = Infinity,
): Promise<{ files: DocFlowFile[]; complete: boolean; total: number }> {
	const files = new Map<string, DocFlowFile>();
	let last = { complete: false, total: NaN };
	for (let reading = 1; reading <= MAX_READINGS && !last.complete; reading++)
		last = await readOnce(readPage, pageSize, limit, files);
	return { files: [...files.values()].slice(0, limit), ...last };
}
