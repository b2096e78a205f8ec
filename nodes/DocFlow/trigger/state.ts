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
	toFire?: string;
	/** How often in a row it could not be read; those that could are read before it. */
	failures?: number;
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

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

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
