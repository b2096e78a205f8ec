import { idBefore, latestId, madeAt, msBetween } from '../files/ids';
import { shownTime } from './shownTime';
import type { WorkspaceReader } from './reader';
import type { Remains } from './readState';
import { type Clocks, type Limits, newRevision, type PollState, VERSION } from './state';

/** Files at each end of the whole list that are asked for their ids. */
const EDGE = 100;

/**
 * The latest id of the files at both ends of the whole list. When nothing has been touched for long, the newest file
 * is among them, whichever way the list is sorted.
 */
async function readEdges(reader: WorkspaceReader): Promise<{ newest: string; date: number }> {
	const first = await reader.page({ page: 1, page_size: EDGE });
	const pages = Math.ceil(first.total / EDGE);
	const last = pages > 1 ? (await reader.page({ page: pages, page_size: EDGE })).files : [];
	const ids = [...first.files, ...last].map(({ id }) => id);
	return { newest: latestId(ids, '0'), date: first.time };
}

/** The id up to which files count as old, by the latest there is: ids a little below it may still come to light. */
export function floorBelow(newest: string, { date, own }: Clocks, { lateMs }: Limits): string {
	// Where ids don't tell their time, there is no such margin.
	return madeAt(newest, Math.max(date, own) + lateMs) === undefined
		? newest
		: idBefore(newest, lateMs);
}

/**
 * Begins to take stock: how far DocFlow has come now, so that whatever changes from now on is found later. `remains`
 * are what a damaged state still tells: then it goes on from there.
 * @throws Error when DocFlow can't be read.
 */
export async function beginStock(
	reader: WorkspaceReader,
	scope: string,
	limits: Limits,
	remains?: Remains,
): Promise<PollState> {
	const edges = await readEdges(reader);
	const clocks = { date: edges.date, own: reader.now() };
	const shown = await shownTime(reader, edges.date, edges.newest);
	const begun: PollState = {
		version: VERSION,
		scope,
		revision: newRevision(),
		turn: 0,
		cursor: shown,
		clocks,
		stock: { list: 0 },
		newest: edges.newest,
		floor: floorBelow(edges.newest, clocks, limits),
		watched: {},
		fired: [],
	};
	return remains === undefined ? begun : goOnFrom(begun, remains, limits);
}

/**
 * The time (epoch milliseconds) up to which a damaged state had surely read, when its cursor is lost: that of its
 * latest id. Where ids don't tell their time, the one as long before the latest update as that id is before the latest.
 */
function reachedBefore({ cursor, newest, clocks }: PollState, id: string): number {
	const made = madeAt(id, Math.max(clocks.date, clocks.own));
	return Math.min(cursor - Math.max(0, msBetween(id, newest)), made ?? cursor);
}

/** Stock that goes on from remains. What is unknown of cursor and ids is told by the other: both move on with the time. */
function goOnFrom(begun: PollState, remains: Remains, limits: Limits): PollState {
	const { watched, fired } = remains;
	const reached = remains.newest ?? remains.floor;
	const told = remains.cursor ?? reachedBefore(begun, reached ?? begun.newest);
	const cursor = Math.max(0, Math.min(begun.cursor, told));
	const ago = begun.cursor - told;
	const old = reached ?? idBefore(begun.newest, Math.max(0, ago));
	const readAgain = (time: number) =>
		Math.max(0, Math.min(time - limits.overlapMs, remains.resume ?? time));
	return {
		...begun,
		cursor,
		// What is due there may be so for long: it says nothing of the clocks.
		resume: readAgain(cursor),
		// What has become due lately, or waits unknown to anybody, is no old stock: the polls to come decide over it.
		stock: { list: 0, goesOn: watched === undefined ? 0 : readAgain(told) },
		newest: latestId([old], remains.newest ?? '0'),
		floor: remains.floor ?? idBefore(old, limits.lateMs),
		watched: watched ?? {},
		fired,
	};
}
