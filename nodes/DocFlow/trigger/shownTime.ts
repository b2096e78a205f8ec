import { madeAt } from '../files/ids';
import { rfc3339 } from '../files/time';
import type { WorkspaceReader } from './reader';

const MINUTE_MS = 60_000;

/** How far back something must have been updated to show where DocFlow's clock stands, ever further. */
const LOOKS_BACK_MS = Array.from({ length: 9 }, (_, at) => 5 * MINUTE_MS * 6 ** at);
/** A search for the latest update ends when so few files were updated since; idle polls read these again for a while. */
const FEW = 50;
const MAX_STEPS = 8;

/** How many files were updated since a time. */
export async function countSince(reader: WorkspaceReader, since: number): Promise<number> {
	const { files, total } = await reader.page({ start_time: rfc3339(since), page_size: 1 });
	return Number.isNaN(total) ? files.length : total;
}

/**
 * A time (epoch milliseconds) that DocFlow's clock of update times has surely reached, since a file bears a later one.
 * It is near the latest update, whatever the `Date` header says: a gateway may have written that. 0 without any file.
 */
export async function shownTime(
	reader: WorkspaceReader,
	date: number,
	newest: string,
): Promise<number> {
	const made = madeAt(newest, date);
	const ends = LOOKS_BACK_MS.map((back) => Math.max(0, date - back));
	const guesses = made === undefined ? ends : [ends[0], made - 5 * MINUTE_MS, ...ends.slice(1)];
	let after = date;
	let shown = 0;
	let count = 0;
	for (const guess of guesses.sort((a, b) => b - a)) {
		count = await countSince(reader, guess);
		shown = guess;
		if (count > 0) break;
		after = guess;
	}
	if (count === 0) return 0;
	for (let step = 0; count > FEW && step < MAX_STEPS; step++) {
		const middle = Math.round((shown + after) / 2);
		const since = await countSince(reader, middle);
		if (since > 0) [shown, count] = [middle, since];
		else after = middle;
	}
	return shown;
}
