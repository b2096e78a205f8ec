import type { DocFlowFile } from '../types';

/** Readings of all pages, while files may have slipped from one page to another. */
const MAX_READINGS = 3;

interface Page {
	files: DocFlowFile[];
	total: number;
}

/** One reading of all pages into `files`. Answers whether it surely met every file. */
async function readOnce(
	readPage: (page: number) => Promise<Page>,
	pageSize: number,
	limit: number,
	files: Map<string, DocFlowFile>,
): Promise<boolean> {
	const reading = new Set<string>();
	let seen = 0;
	let first: number | undefined;
	let still = true;
	for (let page = 1; ; page++) {
		const { files: found, total } = await readPage(page);
		const before = reading.size;
		for (const file of found) {
			const key = `${file.id}/${file.task_id ?? ''}`;
			files.set(key, file);
			reading.add(key);
		}
		seen += found.length;
		// A total that changes tells that files come or go, and so that others change their page.
		first ??= total;
		still &&= Object.is(total, first);
		// A private server may cut pages shorter than asked, so the total decides where there is one.
		const more = Number.isNaN(total) ? found.length === pageSize : seen < total;
		// The same page over and over would never end.
		const stuck = reading.size === before;
		if (files.size >= limit) return true;
		if (stuck || !more) return still && !(reading.size < total);
	}
}

/**
 * The files of all pages, from page 1 to the last or up to `limit`. No order is promised, so a file can move
 * between pages while they are read; when one may have been missed, they are read again, three times at most.
 * `complete` tells whether every file was met.
 */
export async function readPages(
	readPage: (page: number) => Promise<Page>,
	pageSize: number,
	limit = Infinity,
): Promise<{ files: DocFlowFile[]; complete: boolean }> {
	const files = new Map<string, DocFlowFile>();
	let complete = false;
	for (let reading = 1; reading <= MAX_READINGS && !complete; reading++) complete = await readOnce(readPage, pageSize, limit, files);
	return { files: [...files.values()].slice(0, limit), complete };
}
