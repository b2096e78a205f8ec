import { type FilePage, PAGE_SIZE, readFilePages } from '../files/list';
import { rfc3339 } from '../files/time';
import type { DocFlowFile } from '../files/types';
import type { Query } from '../transport/request';
import { Unreadable } from '../transport/unreadable';
import type { Gathered } from './gathered';
import type { WorkspaceReader } from './reader';

/** One answer for a slice of update time. */
export interface Slice extends FilePage {
	/** How many files are in it; a full page where DocFlow does not say. */
	count: number;
	/** Whether the answer holds them all. */
	whole: boolean;
}

/** Reads slices of update time, given by their ends in epoch milliseconds. */
export interface SliceReader {
	/** A slice, as far as one page holds it; to the end of time where no end is given. @throws Error without an answer. */
	read(start: number, end?: number): Promise<Slice>;
	/** The pages of a slice behind a first one, as long as there is time. False when a file may have slipped through. */
	readOn(first: FilePage, start: number, mayGoOn: () => boolean): Promise<boolean>;
	/** A slice to its last page, however often that takes. @throws Unreadable when its files don't keep still. */
	readAll(start: number, end: number): Promise<void>;
	/** How many files a page holds: a server may cut pages shorter than asked. */
	fits(): number;
}

/** The earlier of two ends of update time; undefined when there is none. */
const earlier = (until: Query[string], end: number | undefined): string | undefined =>
	[until, end === undefined ? undefined : rfc3339(end)]
		.flatMap((one) => (one === undefined ? [] : [String(one)]))
		.sort()[0];

/**
 * Reads slices of the files that match, into `seen`. What an answer shows of more than it holds comes again in its turn;
 * given out sooner, it would have to be remembered until then. Of that, only what is not due counts: it may be due by then.
 */
export function sliceReader(
	reader: WorkspaceReader,
	query: Query,
	seen: Gathered,
	isDue: (file: DocFlowFile) => boolean,
): SliceReader {
	const see = (files: DocFlowFile[], isWhole: boolean) =>
		seen.add(isWhole ? files : files.filter((file) => !isDue(file)));
	let fits = PAGE_SIZE;
	const page = async (start: number, end: number | undefined, number?: number) => {
		const start_time = start > 0 ? rfc3339(start) : undefined;
		return await reader.page({
			...query,
			start_time,
			end_time: earlier(query.end_time, end),
			...(number !== undefined && { page: number }),
		});
	};
	return {
		fits: () => fits,
		read: async (start, end) => {
			const answer = await page(start, end);
			const { files, total } = answer;
			const isTold = !Number.isNaN(total);
			const whole = isTold ? files.length >= total : files.length < PAGE_SIZE;
			see(files, whole);
			if (!whole && files.length > 0) fits = Math.min(fits, files.length);
			return { ...answer, count: isTold ? total : PAGE_SIZE, whole };
		},
		readOn: async ({ files, total }, start, mayGoOn) => {
			const found = [...files];
			const ids = new Set(files.map(({ id }) => id));
			let isStill = true;
			for (let number = 2; isStill && ids.size < total && mayGoOn(); number++) {
				const next = await page(start, undefined, number);
				const before = ids.size;
				for (const { id } of next.files) ids.add(id);
				found.push(...next.files);
				isStill = next.total === total && ids.size > before;
			}
			const isWhole = isStill && ids.size === total;
			see(found, isWhole);
			return isWhole;
		},
		readAll: async (start, end) => {
			const { files, complete } = await readFilePages(
				async (number) => await page(start, end, number),
			);
			if (!complete)
				throw new Unreadable(
					'Too many files change at once to read them all. The next poll tries again',
					'',
				);
			see(files, true);
		},
	};
}
