import { isAfter, latestId, madeAt } from '../files/ids';
import { rfc3339 } from '../files/time';
import type { DocFlowFile } from '../files/types';
import type { Query } from '../transport/request';
import { byBatch } from './batches';
import { watchAgain } from './batchWatch';
import type { TriggerEvent } from './events';
import { remember, rememberedRuns } from './firedRuns';
import type { WorkspaceReader } from './reader';
import { fileKey, packKeys, unpackKeys } from './runKeys';
import type { Limits, PollState, Watch } from './state';
import { startOfLatest } from './startOfLatest';
import { floorBelow } from './stock';

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
		const isWhole = event.noun === 'batch' && state.stock?.goesOn === undefined;
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

/** Whether a file may be one that its batch is watched for. */
const waitsIn = (watch: Watch | undefined, file: DocFlowFile): boolean =>
	watch !== undefined &&
	(watch.unsure === true ||
		watch.toFire === undefined ||
		unpackKeys(watch.toFire).has(fileKey(file)));

const addOld = (state: PollState, old: DocFlowFile[], event: TriggerEvent): PollState => ({
	...state,
	fired: remember(state.fired, { done: old, heldBack: [] }, event),
});

/** What is read at activation, in turn. */
export function listsOf(
	reader: WorkspaceReader,
	state: PollState,
	event: TriggerEvent,
	limits: Limits,
): List[] {
	const { cursor, clocks, stock } = state;
	const goesOn = stock?.goesOn;
	// Where an earlier state goes on, what became due since then is still to fire.
	const until = goesOn === undefined ? {} : { end_time: rfc3339(goesOn) };
	if (event.firesOld) {
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
	/** What was decided over before it is read again: of that, a damaged state may have lost what fired. */
	const decided: List = {
		...recently,
		query: until,
		add: (now, files) => {
			const remembered = rememberedRuns(now);
			const watched = new Map(Object.entries(now.watched));
			const isLost = (file: DocFlowFile) =>
				event.isDue(file) &&
				isAfter(file.id, now.floor) &&
				!remembered.has(fileKey(file)) &&
				!waitsIn(watched.get(file.batch_number ?? ''), file);
			return addOld(now, files.filter(isLost), event);
		},
	};
	return [
		goesOn === undefined ? old : decided,
		...event.stock.map((query) => ({
			query,
			start: () => 0,
			add: (now: PollState, files: DocFlowFile[]) => addAwaited(now, files, event),
		})),
		// A file that moved on from one of these lists to another while they were read.
		{ ...recently, add: (now, files) => addAwaited(now, files, event) },
	];
}
