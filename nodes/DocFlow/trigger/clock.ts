import { latestId, madeAt } from '../files/ids';
import type { DocFlowFile } from '../files/types';
import type { WorkspaceReader } from './reader';
import { countSince } from './shownTime';
import type { Clocks } from './state';

const MINUTE_MS = 60_000;

/** Differences between the `Date` header and the times of updates that are tried. */
const DIFFERENCES_MS = Array.from({ length: 12 }, (_, at) => 15 * MINUTE_MS * 4 ** at);
const [USUAL_MS] = DIFFERENCES_MS;
/** The `Date` header is right when a file that is due was made no longer ago. */
const CLOSE_MS = 10 * MINUTE_MS;
/** Polls further apart than this don't tell when a file was updated. */
const REGULAR_MS = 5 * MINUTE_MS;

/**
 * The milliseconds that have surely passed since an earlier moment: both clocks agree on them. One that was set
 * meanwhile, or is another machine's, takes no file out of sight.
 */
export const passed = (earlier: Clocks, { date, own }: Clocks): number =>
	Math.max(0, Math.min(date - earlier.date, own - earlier.own));

/** The least of the differences at which something was updated since, to a quarter of an hour; and those without. */
async function leastDifference(
	reader: WorkspaceReader,
	date: number,
	most: number,
): Promise<{ found?: number; missed: number }> {
	const isShown = async (difference: number) => (await countSince(reader, date - difference)) > 0;
	let missed = 0;
	let found: number | undefined;
	for (const difference of DIFFERENCES_MS.filter((one) => one < most)) {
		if (await isShown(difference)) {
			found = difference;
			break;
		}
		missed = difference;
	}
	let [low, high] = [missed, found ?? 0];
	while (high - low > USUAL_MS) {
		const middle = (low + high) / 2;
		if (await isShown(middle)) high = middle;
		else low = middle;
	}
	return found === undefined ? { missed } : { found: high, missed };
}

/**
 * Brings the cursor nearer to DocFlow's `Date`, as far as files that have just changed show that DocFlow's own clock is
 * there. Where the answers are ahead of them, that is warned of, once. `cameDue` are files that came to be due since the last
 * poll; where there are none, `isWide` tells that the cursor is worth moving all the same.
 * @throws Error when DocFlow can't be read.
 */
export async function checkClock(
	reader: WorkspaceReader,
	cursor: number,
	clocks: Clocks,
	sinceLastPoll: number,
	cameDue: DocFlowFile[],
	isWide: boolean,
): Promise<{ cursor: number; clocks: Clocks }> {
	const { date, ahead = 0 } = clocks;
	const behind = date - cursor;
	const isSure = cameDue.length > 0;
	if ((!isSure && !isWide) || behind <= USUAL_MS) return { cursor, clocks };
	// Ids tell it without a question, where they count from the usual epoch.
	const made = madeAt(
		latestId(
			cameDue.map(({ id }) => id),
			'0',
		),
		date,
	);
	if (made !== undefined && date - made < CLOSE_MS)
		return { cursor: date - USUAL_MS, clocks: { ...clocks, ahead: 0 } };
	if (behind <= ahead + USUAL_MS) return { cursor, clocks };
	const { found, missed } = await leastDifference(reader, date, behind);
	const reached = found === undefined ? cursor : Math.max(cursor, date - found);
	// After a long pause, the files may have changed long ago.
	if (!isSure || sinceLastPoll > REGULAR_MS) return { cursor: reached, clocks };
	if (missed === 0) return { cursor: reached, clocks: { ...clocks, ahead: 0 } };
	if (!clocks.warned)
		reader.warn(
			`DocFlow Trigger: the clock in DocFlow's answers is at least ${Math.round(missed / MINUTE_MS)} minutes ahead of the times of its files. The trigger goes by the files and misses none; have the clock of the server or gateway set.`,
		);
	return { cursor: reached, clocks: { ...clocks, ahead: found ?? behind, warned: true } };
}
