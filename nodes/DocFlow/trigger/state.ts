import { randomBytes } from 'crypto';

const MINUTE_MS = 60_000;

/** How much the trigger remembers and looks back. Tests make it small to reach the edges. */
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
	/** Batches that one poll reads whole; where more have changed, it goes by the changed files where these tell all. */
	batchesToRead: number;
	/** Changed files whose documents are held in memory, so that their batches need not be read one by one. */
	documents: number;
	/** Files verified before activation that are remembered. */
	verifiedBefore: number;
}

export const LIMITS: Limits = {
	overlapMs: 15 * MINUTE_MS,
	lateMs: 30 * MINUTE_MS,
	stateSize: 60_000,
	leastMemory: 8_000,
	looksAtQuiet: 20,
	batchesToRead: 10,
	documents: 5_000,
	verifiedBefore: 5_000,
};

/** A batch that was seen unfinished, or that waits for its turn. */
export interface Watch {
	/** Read whole before: packed runs of its files that are not to fire, because they did or were there before. */
	past?: string;
	/** Not read whole yet: packed keys of the files that are to fire when they are due. */
	toFire?: string;
	/** It is due, and did not get its turn: read at the next poll, changed or not. */
	waits?: true;
	/** What was known of it is lost: each of its files is to fire unless it is remembered as it is. */
	unsure?: true;
	/** How often in a row it could not be read; those that could are read before it. */
	failures?: number;
	/** It is finished since this time (epoch milliseconds), with these runs; it fires when the settle time has passed. */
	settling?: { since: number; runs: string };
}

/** Runs that fired in one poll, or in several when they are old. */
export interface FiredPage {
	/** The latest file id among them. */
	upTo: string;
	/** Packed runs that succeeded. */
	done: string;
	/** Packed runs that failed or were held back by a filter: remembered longer, since those are retried. */
	failed: string;
}

/** Two clocks, in epoch milliseconds, at one moment. */
export interface Clocks {
	/** DocFlow's, by the `Date` header, which a gateway may have written. */
	date: number;
	/** Of the machine that runs n8n. */
	own: number;
	/** The milliseconds by which `date` was found ahead of the update times. */
	ahead?: number;
	/** That was warned of. */
	warned?: boolean;
}

/** Stock-taking that goes on with the next poll. */
export interface Stock {
	/** The list that is read now, and the lists after it. */
	list: number;
	/** Update time (epoch milliseconds) from which it is still to be read. */
	from?: number;
	/** It goes on from a damaged state, which had decided over all that was updated before this (epoch milliseconds). */
	goesOn?: number;
}

/** All that the trigger keeps between two polls. */
export interface PollState {
	version: typeof VERSION;
	/** What it was made for; another workflow, credential, workspace, event or filter begins anew. */
	scope: string;
	/** Another with each poll, so that a later state can be told from an earlier one. */
	revision: string;
	/** Counts on, so that watched batches without a change are looked at in turn. */
	turn: number;
	/** Update time, in epoch milliseconds, up to which everything was read: never later than DocFlow has shown its own clock to be. */
	cursor: number;
	/** When that was. */
	clocks: Clocks;
	/** Update time from which changes are still to be read, when a poll could not read them all. */
	resume?: number;
	/** So many batches wait for their turn that no further changes are read before they had it. */
	backlog?: true;
	/** While stock is taken nothing fires. */
	stock?: Stock;
	/** The latest file id seen when the window that is being read was begun. */
	newest: string;
	/** Files up to this id are old: they fire only when their batch is watched, or their run is not the remembered one. */
	floor: string;
	/** By batch number, oldest first. */
	watched: Record<string, Watch>;
	fired: FiredPage[];
	/** While a window is gone on with: runs that were forgotten have ids up to this, and count as old when it ends. */
	forgotten?: string;
}

/** Another where an older state can't be read as it is. */
export const VERSION = 2;

export const newRevision = (): string => randomBytes(6).toString('base64url');
