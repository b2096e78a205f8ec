import { isAfter, latestId, madeAt } from '../files/ids';
import { rfc3339 } from '../files/time';
import type { DocFlowFile } from '../files/types';
import type { Query } from '../transport/request';
import { byBatch } from './batches';
import { eventOf, type TriggerEvent } from './events';
import { prune, remember } from './firedRuns';
import type { WorkspaceReader } from './reader';
import { fileKey, packKeys, unpackKeys } from './runKeys';
import type { Rules } from './settings';
import { type Limits, newRevision, type PollState, type Watch } from './state';
import { floorBelow } from './stock';
import type { HasTime } from './time';
import { readSince } from './window';

const HOUR_MS = 3_600_000;
/** Steps of a search for the time since which not too many files were updated. */
const MAX_STEPS = 12;

/** The time (epoch milliseconds) since which no more than so many files that match were updated; 0 where all are. */
async function startOfLatest(
	reader: WorkspaceReader,
	query: Query,
	until: number,
	most: number,
): Promise<number> {
	const holdsMore = async (start: number) => {
		const start_time = start > 0 ? rfc3339(start) : undefined;
		return (await reader.page({ ...query, start_time, page_size: 1 })).total > most;
	};
	if (!(await holdsMore(0))) return 0;
	let [few, many] = [until, 0];
	for (let step = 0; step < MAX_STEPS && many === 0; step++) {
		const start = Math.max(0, until - HOUR_MS * 4 ** step);
		if (await holdsMore(start)) many = start;
		else few = start;
	}
	for (let step = 0; step < MAX_STEPS / 2; step++) {
		const middle = (few + many) / 2;
		if (await holdsMore(middle)) many = middle;
		else few = middle;
	}
	return few;
}

/** A list of stock-taking, and what becomes of the files in it. */
interface List {
	query: Query;
	start(): Promise<number> | number;
	add(state: PollState, files: DocFlowFile[]): PollState;
}

/** Files that wait are watched. A batch that is in work now fires whole, unless some of it may have fired before. */
function addAwaited(state: PollState, files: DocFlowFile[], event: TriggerEvent): PollState {
	const watched = new Map(Object.entries(state.watched));
	for (const [batch, some] of byBatch(files.filter((file) => !event.isDue(file)))) {
		if (event.noun === 'batch' && batch === '') continue;
		const before = watched.get(batch);
		const isWhole = event.noun === 'batch' && state.stock?.goesOn !== true;
		if (before === undefined && isWhole) watched.set(batch, {});
		else if (!isWhole && (before === undefined || before.toFire !== undefined))
			watched.set(batch, withKeys(before, some));
	}
	return { ...state, watched: Object.fromEntries(watched) };
}

const withKeys = (watch: Watch | undefined, files: DocFlowFile[]): Watch => ({
	...watch,
	toFire: packKeys(new Set([...unpackKeys(watch?.toFire ?? ''), ...files.map(fileKey)])),
});

const addOld = (state: PollState, old: DocFlowFile[], event: TriggerEvent): PollState => ({
	...state,
	fired: remember(state.fired, { done: old, heldBack: [] }, event),
});

/** What is read at activation, in turn. */
function listsOf(
	reader: WorkspaceReader,
	state: PollState,
	event: TriggerEvent,
	limits: Limits,
): List[] {
	const { cursor, clocks, stock } = state;
	if (event.firesOld) {
		// Where an earlier state goes on, what became due since then is still to fire.
		const until = stock?.goesOn ? { end_time: rfc3339(cursor) } : {};
		return event.stock.map((due) => {
			const query = { ...due, ...until };
			const end = Math.max(cursor, clocks.date);
			return {
				query,
				start: async () => await startOfLatest(reader, query, end, limits.verifiedBefore),
				add: (now, files) => addOld(now, files.filter(event.isDue), event),
			};
		});
	}
	const made = madeAt(state.newest, clocks.date + limits.lateMs);
	const recently = {
		query: {},
		start: () => Math.max(0, Math.min(cursor, made ?? cursor) - limits.overlapMs - limits.lateMs),
	};
	const old: List = {
		...recently,
		add: (now, files) => {
			const ids = files.map(({ id }) => id);
			const newest = latestId(ids, now.newest);
			const floor = floorBelow(newest, now.clocks, limits);
			const isOld = (file: DocFlowFile) => event.isDue(file) && isAfter(file.id, floor);
			return addOld({ ...now, newest, floor }, files.filter(isOld), event);
		},
	};
	return [
		...(stock?.goesOn ? [] : [old]),
		...event.stock.map((query) => ({
			query,
			start: () => 0,
			add: (now: PollState, files: DocFlowFile[]) => addAwaited(now, files, event),
		})),
		// A file that moved on from one of these lists to another while they were read.
		{ ...recently, add: (now, files) => addAwaited(now, files, event) },
	];
}

/**
 * Takes stock, as far as there is time; the next poll goes on. Nothing fires: every batch that is unfinished now is
 * watched, however long ago it was uploaded, and all that is due already counts as old.
 * @throws Error when DocFlow can't be read. The given state is never altered.
 */
export async function takeStock(
	reader: WorkspaceReader,
	state: PollState,
	rules: Pick<Rules, 'event'>,
	limits: Limits,
	hasTime: HasTime = () => true,
): Promise<PollState> {
	const event = eventOf(rules.event);
	const mayGoOn = () => hasTime('stock');
	const lists = listsOf(reader, state, event, limits);
	let now: PollState = { ...state, revision: newRevision(), turn: state.turn + 1 };
	for (let list = state.stock?.list ?? 0; list < lists.length; list++) {
		const { query, start, add } = lists[list];
		const from = (list === state.stock?.list ? state.stock.from : undefined) ?? (await start());
		const { files, resume } = await readSince(reader, query, from, { isDue: event.isDue, mayGoOn });
		now = add(now, files);
		const next = resume === undefined ? { list: list + 1 } : { list, from: resume };
		now = { ...now, stock: { ...(state.stock?.goesOn && { goesOn: true }), ...next } };
		if (next.list < lists.length && (resume !== undefined || !mayGoOn())) return prune(now, limits);
	}
	const { stock: _, ...done } = now;
	return prune(done, limits);
}
