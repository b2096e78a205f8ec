import { PAGE_SIZE, readFilePages } from '../files/list';
import { type DocFlowFile, isFinished } from '../files/types';
import type { Query } from '../transport/request';
import { Unreadable } from '../transport/unreadable';
import type { WorkspaceReader } from './reader';

const SECOND_MS = 1000;
/** How far the clock of the update times may be ahead of the one in DocFlow's answers. */
const AHEAD_MS = 15 * 60 * SECOND_MS;
/** How full a slice is meant to be, so that most fit one page. */
const AIM = 0.8;
/** The next slice is at most so many times as wide as one that held little. */
const WIDEST_GROWTH = 8;
/** Enough for millions of files; a server whose totals are wrong could keep a poll busy for ever. */
const MAX_SLICES = 10_000;

/** A moment (epoch milliseconds) as RFC 3339 with whole seconds, as the API writes it. */
export const rfc3339 = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+/, '');

/** What decisions need of a file. Days of changes may be read at once, and their documents would fill the memory. */
const essence = ({
	id,
	task_id,
	batch_number,
	name,
	recognition_status,
	duration_ms,
	child_files,
}: DocFlowFile): DocFlowFile => ({
	id,
	task_id,
	batch_number,
	name,
	recognition_status,
	duration_ms,
	child_files: child_files?.map(essence),
});

/**
 * All files that match and were updated since `from` (epoch milliseconds), and DocFlow's time at the first request.
 *
 * Pages of a list without order can't be trusted: each file whose status changes moves others to the next page.
 * Where the files don't fit one page, they are therefore read in slices of update time, each whole in one page,
 * oldest first and the last one open. A file that changes meanwhile only moves forward, into a slice still to come;
 * one that finishes meanwhile is answered twice, unfinished and finished. The files come without their documents.
 * @throws Unreadable when a second holds more files than a page, and they don't keep still, or when there is no end.
 */
export async function readSince(
	reader: WorkspaceReader,
	query: Query,
	from: number,
): Promise<{ files: DocFlowFile[]; time: number }> {
	const files = new Map<string, DocFlowFile>();
	// A file that finishes meanwhile is kept as it was too: that it was unfinished tells of a retry.
	const see = (found: DocFlowFile[]) =>
		found.forEach((file) => files.set(`${file.id} ${isFinished(file)}`, essence(file)));
	let fits = PAGE_SIZE;
	const read = async (start: number, end?: number) => {
		const start_time = start > 0 ? rfc3339(start) : undefined;
		const end_time = end === undefined ? undefined : rfc3339(end);
		const page = await reader.page({ ...query, start_time, end_time });
		see(page.files);
		const whole = Number.isNaN(page.total)
			? page.files.length < PAGE_SIZE
			: page.files.length >= page.total;
		// A server may cut pages shorter than asked.
		if (!whole && page.files.length > 0) fits = Math.min(fits, page.files.length);
		return { ...page, count: Number.isNaN(page.total) ? PAGE_SIZE : page.total, whole };
	};
	const readStubborn = async (start: number, end: number) => {
		const slice = { ...query, start_time: rfc3339(start), end_time: rfc3339(end) };
		const { files: found, complete } = await readFilePages(
			async (page) => await reader.page({ ...slice, page }),
		);
		if (!complete)
			throw new Unreadable(
				'Too many files change at once to read them all. The next poll tries again',
				'',
			);
		see(found);
	};

	let start = Math.max(0, Math.floor(from / SECOND_MS) * SECOND_MS);
	const first = await read(start);
	if (first.whole) return { files: [...files.values()], time: first.time };
	let horizon = first.time + AHEAD_MS;
	let perMs = first.count / Math.max(SECOND_MS, horizon - start);
	for (let slices = 1; ; slices++) {
		if (slices > MAX_SLICES)
			throw new Unreadable("DocFlow's list of files does not end. The next poll tries again");
		const width = Math.max(1, Math.floor((AIM * fits) / perMs / SECOND_MS)) * SECOND_MS;
		const end = start + width;
		const last = end >= horizon;
		// Slices share a second: whether the API counts their edges in is not said.
		const slice = await read(start - SECOND_MS, last ? undefined : end);
		if (slice.whole && last) return { files: [...files.values()], time: first.time };
		horizon = Math.max(slice.time + AHEAD_MS, start + SECOND_MS);
		const wide = last ? horizon - start : width;
		if (!slice.whole && wide > SECOND_MS) {
			// Narrower in any case, should the total be wrong.
			perMs = Math.max(slice.count, fits) / wide;
			continue;
		}
		if (!slice.whole) await readStubborn(start - SECOND_MS, end);
		start = end;
		perMs = Math.max(slice.count, (AIM * fits) / WIDEST_GROWTH) / wide;
	}
}
