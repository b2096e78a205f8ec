import { isAfter } from './ids';
import { type Runs, unpack } from './run';

const MINUTE_MS = 60_000;

/** How much the trigger keeps and looks back. Tests make it small to reach the edges. */
export interface Limits {
	/** Milliseconds of update time that each poll reads again: late commits, clocks that differ. */
	overlapMs: number;
	/** Milliseconds of file ids below the newest that may still come to light. */
	lateMs: number;
	/** Characters of state, as JSON. The watched batches come first, the remembered runs have what is left. */
	stateSize: number;
	/** Characters that remembered runs have in any case. */
	leastMemory: number;
	/** Batches looked at in one poll because they have been watched without a change for long. */
	looksAtQuiet: number;
}

export const LIMITS: Limits = {
	overlapMs: 15 * MINUTE_MS,
	lateMs: 30 * MINUTE_MS,
	stateSize: 60_000,
	leastMemory: 8_000,
	looksAtQuiet: 20,
};

/** A batch that was seen unfinished, or that waits for its turn. */
export interface Watch {
	/** Packed runs of its files that are not to fire, because they did or were there before. */
	done?: string;
	/** Not read whole yet, so `done` is not known: packed keys of the files that are to fire when they are finished. */
	again?: string;
	/** It is finished since this time of DocFlow's, with these runs; it fires when the settle time has passed. */
	settling?: { since: number; runs: string };
}

/** Runs that fired in one poll, or in several when they are old. */
export interface FiredPage {
	/** The latest file id among them. */
	upTo: string;
	/** Packed runs that succeeded. */
	done: string;
	/** Packed runs that failed or were held back: remembered longer, since those are retried. */
	failed: string;
}

/** All that the trigger keeps between two polls. */
export interface PollState {
	/** What it was made for; another credential, workspace, event or filter begins anew. */
	scope: string;
	/** DocFlow's time at the start of the last poll, in epoch milliseconds. */
	cursor: number;
	/** The latest file id seen. */
	newest: string;
	/** Files up to this id are old: they fire only when their batch is watched, or their run is not the remembered one. */
	floor: string;
	/** By batch number, oldest first. */
	watched: Record<string, Watch>;
	fired: FiredPage[];
	/** Counts on, so that watched batches without a change are looked at in turn. */
	turn: number;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Whether what n8n kept is a state of ours. */
export const isPollState = (value: unknown): value is PollState =>
	isObject(value) &&
	typeof value.scope === 'string' &&
	typeof value.cursor === 'number' &&
	typeof value.newest === 'string' &&
	typeof value.floor === 'string' &&
	typeof value.turn === 'number' &&
	isObject(value.watched) &&
	Array.isArray(value.fired);

/** All remembered runs; the latest of a file counts. */
export function memoryOf({ fired }: Pick<PollState, 'fired'>): Runs {
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
	const room = Math.max(limits.leastMemory, limits.stateSize - JSON.stringify({ ...state, fired: [] }).length);
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
