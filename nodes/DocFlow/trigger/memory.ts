import { isAfter, latestId } from '../files/ids';
import { type DocFlowFile, hasFailed } from '../files/types';
import { fileKey, pack, runKey, type Runs, unpack } from './runKeys';
import type { FiredPage, Limits, PollState } from './state';

const without = (packed: string, keys: Set<string>): string => {
	const runs = unpack(packed);
	for (const key of keys) runs.delete(key);
	return pack(runs);
};

/** Remembers runs that fired, and such that a filter held back. A file is remembered once, with its latest run. */
export function remember(
	fired: FiredPage[],
	done: DocFlowFile[],
	held: DocFlowFile[],
): FiredPage[] {
	if (done.length + held.length === 0) return fired;
	const files = [...done, ...held];
	const keys = new Set(files.map(fileKey));
	const isLasting = (file: DocFlowFile) => hasFailed(file) || held.includes(file);
	const runs = (some: DocFlowFile[]): Runs =>
		new Map(some.map((file) => [fileKey(file), runKey(file, held.includes(file))]));
	const page = {
		upTo: latestId(
			files.map(({ id }) => id),
			'0',
		),
		done: pack(runs(files.filter((file) => !isLasting(file)))),
		failed: pack(runs(files.filter(isLasting))),
	};
	const earlier = fired.map((old) => ({
		...old,
		done: without(old.done, keys),
		failed: without(old.failed, keys),
	}));
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
 * that is not enough, the floor rises above the oldest page: its files then count as old, and don't fire again.
 */
export function prune(state: PollState, limits: Limits): PollState {
	let { floor } = state;
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
		else floor = fired[0].upTo;
	}
	return { ...state, floor, fired: fired.filter(({ done, failed }) => done + failed !== '') };
}
