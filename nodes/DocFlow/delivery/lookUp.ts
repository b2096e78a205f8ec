import type { IExecuteFunctions } from 'n8n-workflow';

import { DocFlowError } from '../transport/errors';
import { pause } from '../transport/pause';
import { isTransient } from '../transport/failure';
import type { Fates } from './match';
import { afterFailedLook } from './reconcile';
import type { InputFile } from './types';

/** Looks that fail take long themselves, each being tried four times. */
const PATIENCE_MS = 120_000;
/** Refusals don't pass by waiting; one may be a slip of a gateway. */
const MAX_REFUSALS = 2;

/** What looking a batch up gave. */
export interface Recovery extends Fates {
	/** Why the last look failed. */
	failure?: Error;
}

export interface LookUp {
	/** All files that are looked for. */
	files: InputFile[];
	/** Those among them that may still come in. */
	awaited: ReadonlySet<InputFile>;
	/** Milliseconds before each look. */
	pauses: number[];
	/** One look, and what it means; `held` is how many files it found. */
	look: () => Promise<{ fates: Fates; held: number }>;
}

const isRefusal = (error: unknown): boolean =>
	!(error instanceof DocFlowError && isTransient(error.failureDetails));

/**
 * Looks a batch up until all awaited files are there, or until the pauses are over; up to twice as often while more
 * files are coming in. A cancelled execution asks nothing more. Never throws for a look that failed.
 */
export async function lookUpUntilFound(
	context: IExecuteFunctions,
	{ files, awaited, pauses, look }: LookUp,
): Promise<Recovery> {
	const signal = context.getExecutionCancelSignal?.();
	const start = Date.now();
	let recovery: Recovery = { taken: [], missing: [], unknown: files };
	let seen: number | undefined;
	let isFilling = false;
	let refusals = 0;
	for (let at = 0; at < pauses.length || (isFilling && at < 2 * pauses.length); at++) {
		await pause(pauses[Math.min(at, pauses.length - 1)], signal);
		if (signal?.aborted)
			return { ...afterFailedLook(recovery), failure: new Error('the execution was cancelled') };
		try {
			const { fates, held } = await look();
			recovery = fates;
			// A look that found other files than the one before: more may come.
			isFilling = seen !== undefined && seen !== held;
			seen = held;
			if (![...recovery.missing, ...recovery.unknown].some((file) => awaited.has(file))) break;
		} catch (error) {
			recovery = { ...afterFailedLook(recovery), failure: error as Error };
			if (isRefusal(error)) refusals++;
			if (signal?.aborted || refusals === MAX_REFUSALS || Date.now() - start > PATIENCE_MS) break;
		}
	}
	return recovery;
}
