import type { DocFlowFile } from '../files/types';
import type { Query } from '../transport/request';
import { Unreadable } from '../transport/unreadable';
import { gathered } from './gathered';
import type { WorkspaceReader } from './reader';
import { sliceReader } from './slices';

const SECOND_MS = 1000;
/** How full a slice is meant to be, so that most fit one page. */
const AIM = 0.8;
/** The next slice is at most so many times as wide as one that held little. */
const WIDEST_GROWTH = 8;
/** After a slice that was too wide, and the one in its place too, the next is so many times narrower still. */
const NARROWER = 4;
/** Files that are no small part of a page. */
const MANY = 100;
/** Enough for millions of files; a server whose totals are wrong could keep a poll busy for ever. */
const MAX_SLICES = 10_000;
/** No file is updated after this. */
const FAR_MS = Date.UTC(2200, 0);
/** What a first guess at the width of a slice takes for the time in which all files were updated, at least. */
const LEAST_SPAN_MS = 15 * 60 * SECOND_MS;

/** How a window is read. */
export interface Reading {
	/** Files are kept apart by this: one that is due meanwhile is given twice, as it was and as it is. */
	isDue: (file: DocFlowFile) => boolean;
	/** How many files may keep their documents; none unless told. */
	documents?: number;
	/** Asked after each slice; when it says no, the rest is left for later. */
	mayGoOn?: () => boolean;
}

/** What was read of a window of update time. */
export interface Window {
	/** In the order in which they were read. */
	files: DocFlowFile[];
	/** DocFlow's `Date` at the first request, in epoch milliseconds. */
	date: number;
	/** Where to go on (epoch milliseconds) when it was not read to the end. */
	resume?: number;
	/** Whether it holds more than one page, or much of one. */
	isWide: boolean;
	/** Whether all files have their documents. */
	withDocuments: boolean;
}

/**
 * All files that match and were updated since `from` (epoch milliseconds).
 *
 * Pages of a list without order can't be trusted: each file whose status changes moves others to the next page.
 * Where a few pages don't keep still, or there are many, they are read in slices of update time, each whole in one page,
 * oldest first and the last one open. A file that changes meanwhile only moves forward, into a slice still to come.
 * How wide a slice is, is learned from the slices before: no clock is asked, since an answer's may be any.
 * @throws Unreadable when a second holds more files than a page, and they don't keep still, or when there is no end.
 */
export async function readSince(
	reader: WorkspaceReader,
	query: Query,
	from: number,
	{ isDue, documents = 0, mayGoOn = () => true }: Reading,
): Promise<Window> {
	const seen = gathered(isDue, documents);
	const { read, readOn, readAll, fits } = sliceReader(reader, query, seen, isDue);
	let start = Math.max(0, Math.floor(from / SECOND_MS) * SECOND_MS);
	const first = await read(start);
	const result = (resume?: number): Window => ({
		files: seen.all(),
		date: first.time,
		...(resume !== undefined && { resume }),
		withDocuments: seen.count() <= documents,
		isWide: !first.whole || seen.count() > MANY,
	});
	if (first.whole) return result();
	if (first.total <= documents && (await readOn(first, start, mayGoOn))) return result();
	let left = first.count;
	let tooWide = 0;
	let perMs = left / Math.max(LEAST_SPAN_MS, first.time - start);
	for (let slices = 1; ; slices++) {
		if (slices > MAX_SLICES || start >= FAR_MS)
			throw new Unreadable("DocFlow's list of files does not end. The next poll tries again");
		const aim = AIM * fits();
		const width = Math.max(1, Math.floor(aim / perMs / SECOND_MS)) * SECOND_MS;
		const end = Math.min(start + width, FAR_MS);
		// Slices share a second: whether the API counts their edges in is not said.
		const slice = await read(start - SECOND_MS, end);
		if (!slice.whole && width > SECOND_MS) {
			// At most half as wide in any case, should the total be wrong; ever narrower, where all changed at once.
			perMs = (Math.max(slice.count, 2 * AIM * fits()) * NARROWER ** tooWide++) / width;
			continue;
		}
		tooWide = 0;
		if (!slice.whole) await readAll(start - SECOND_MS, end);
		if (end === FAR_MS) return result();
		start = end;
		left -= slice.count;
		perMs = Math.max(slice.count, (AIM * fits()) / WIDEST_GROWTH) / width;
		// Files that were counted may be gone.
		if (left <= AIM * fits() || slice.count === 0) {
			const rest = await read(start - SECOND_MS);
			if (rest.whole) return result();
			left = rest.count;
		}
		if (!mayGoOn()) return result(start);
	}
}
