import { isAfter, latestId, madeAt } from '../files/ids';
import { rfc3339 } from '../files/time';
import type { DocFlowFile } from '../files/types';
import type { Query } from '../transport/request';
import { watchAgain } from './batchEvents';
import { byBatch } from './batches';
import { eventOf, type TriggerEvent } from './events';
import { prune, remember } from './firedRuns';
import type { WorkspaceReader } from './reader';
import { fileKey, packKeys, unpackKeys } from './runKeys';
import type { Rules } from './settings';
import { type Limits, newRevision, type PollState, type Watch } from './state';
import { startOfLatest } from './startOfLatest';
import { floorBelow } from './stock';
import type { HasTime } from './time';
import { readSince } from './window';

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
		if (before !== undefined && before.toFire === undefined)
			watched.set(batch, watchAgain(before, some));
		else watched.set(batch, isWhole ? {} : withKeys(before, some));
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
	const goesOn = state.stock?.goesOn && { goesOn: true as const };
	// A search takes some twenty answers: most of a poll where they are slow, so that it has a poll of its own then.
	const isBegun = state.turn === 0;
	const maySearch = (list: number) =>
		!event.firesOld || (!isBegun && list === state.stock?.list) || hasTime('search');
	for (let list = state.stock?.list ?? 0; list < lists.length; list++) {
		const { query, start, add } = lists[list];
		const known = list === state.stock?.list ? state.stock.from : undefined;
		if (known === undefined && !maySearch(list))
			return prune({ ...now, stock: { ...goesOn, list } }, limits);
		const from = known ?? (await start());
		if (known === undefined && event.firesOld && !mayGoOn())
			return prune({ ...now, stock: { ...goesOn, list, from } }, limits);
		const { files, resume } = await readSince(reader, query, from, { isDue: event.isDue, mayGoOn });
		now = add(now, files);
		const next = resume === undefined ? { list: list + 1 } : { list, from: resume };
		now = { ...now, stock: { ...goesOn, ...next } };
		if (next.list < lists.length && (resume !== undefined || !mayGoOn())) return prune(now, limits);
	}
	const { stock: _, ...done } = now;
	return prune(done, limits);
}
