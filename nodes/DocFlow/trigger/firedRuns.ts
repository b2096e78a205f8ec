import { isAfter, latestId } from '../files/ids';
import type { DocFlowFile } from '../files/types';
import type { TriggerEvent } from './events';
import { fileKey, pack, type Runs, unpack } from './runKeys';
import type { FiredPage, Limits, PollState } from './state';

const without = (packed: string, keys: Set<string>): string => {
	const runs = unpack(packed);
	for (const key of keys) runs.delete(key);
	return pack(runs);
};

/** What a poll adds to the remembered runs. */
export interface ToRemember {
	/** Files that fired, or that no filter will ever let pass. */
	done: DocFlowFile[];
	/** Files whose batch a filter held back: it may pass after a retry. */
	heldBack: DocFlowFile[];
	/** Files that are no longer due, and fire again when they are. */
	takenBack?: DocFlowFile[];
}

/** Remembers runs as a further page. A file is remembered once, with its latest run. */
export function remember(
	fired: FiredPage[],
	{ done, heldBack, takenBack = [] }: ToRemember,
	event: Pick<TriggerEvent, 'keyOf' | 'isLasting'>,
): FiredPage[] {
	const files = [...done, ...heldBack];
	const keys = new Set([...files, ...takenBack].map(fileKey));
	if (keys.size === 0) return fired;
	const earlier = fired.map((old) => ({
		...old,
		done: without(old.done, keys),
		failed: without(old.failed, keys),
	}));
	if (files.length === 0) return earlier;
	const isLasting = (file: DocFlowFile) => event.isLasting(file) || heldBack.includes(file);
	const runs = (some: DocFlowFile[]): Runs =>
		new Map(some.map((file) => [fileKey(file), event.keyOf(file, heldBack.includes(file))]));
	const page = {
		upTo: latestId(
			files.map(({ id }) => id),
			'0',
		),
		done: pack(runs(files.filter((file) => !isLasting(file)))),
		failed: pack(runs(files.filter(isLasting))),
	};
	return [...earlier, page];
}

/** All remembered runs; the latest of a file counts. */
export function rememberedRuns({ fired }: Pick<PollState, 'fired'>): Runs {
	const runs: Runs = new Map();
	for (const { done, failed } of fired) unpack(failed, unpack(done, runs));
	return runs;
}

/** Pages beyond this are joined: each costs some characters. */
const MAX_PAGES = 40;

/**
 * Makes the state fit its size. Runs below the floor are forgotten first, successes before failures. When
 * that is not enough, the floor rises above the oldest page: its files then count as old, and don't fire again. Where
 * `mayRise` is false, other files below are still to come; then it rises as soon as it may.
 */
export function prune(state: PollState, limits: Limits, mayRise = true): PollState {
	const { forgotten: before = '0', ...rest } = state;
	let floor = mayRise ? latestId([before], state.floor) : state.floor;
	let forgotten = before;
	const fired = state.fired.map((page) => ({ ...page }));
	const room = Math.max(
		limits.leastMemory,
		limits.stateSize - JSON.stringify({ ...state, fired: [] }).length,
	);
	while (fired.length > MAX_PAGES) {
		const [first, second] = fired.splice(0, 2);
		const upTo = isAfter(first.upTo, second.upTo) ? first.upTo : second.upTo;
		fired.unshift({ upTo, done: first.done + second.done, failed: first.failed + second.failed });
	}
	while (fired.length > 0 && JSON.stringify(fired).length > room) {
		const old = fired.filter(({ upTo }) => !isAfter(upTo, floor));
		const success = old.find(({ done }) => done !== '');
		if (success !== undefined) success.done = '';
		else if (old.length > 0) fired.splice(fired.indexOf(old[0]), 1);
		else if (mayRise) floor = fired[0].upTo;
		else forgotten = latestId([fired.shift()?.upTo ?? '0'], forgotten);
	}
	return {
		...rest,
		floor,
		fired: fired.filter(({ done, failed }) => done + failed !== ''),
		...(!mayRise && forgotten !== '0' && { forgotten }),
	};
}
