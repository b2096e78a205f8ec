import type { IExecuteFunctions } from 'n8n-workflow';

import type { lookUpBatch } from '../files/batch';
import type { TakenFile } from '../files/types';
import { DocFlowError } from '../transport/errors';
import { pause } from '../transport/pause';
import { isTransient } from '../transport/retry';
import { type Evidence, type Fates, reconcile, afterFailedLook } from './match';

/** Time for DocFlow to store what it has read, since it may still be at work when its answer is lost. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
/** Looks that fail take long themselves, each being tried four times. */
const PATIENCE_MS = 120_000;
/** Refusals don't pass by waiting; one may be a slip of a gateway. */
const MAX_REFUSALS = 2;

export interface Recovery extends Fates {
	/** Why the last look failed. */
	failure?: Error;
}

/** Whether a look found other files than the one before: then the batch is still filling up. */
const changed = (a: TakenFile[], b: TakenFile[] | undefined) =>
	b !== undefined && a.length !== b.length;

/**
 * Looks a batch up until all files whose answer was lost are there, or for half a minute; longer while more
 * are coming in; only once when the upload is long ago. A cancelled execution asks nothing more. Never throws for a look that failed.
 */
export async function recoverLost(
	context: IExecuteFunctions,
	{ sent, ...known }: Omit<Evidence, 'now'>,
	look: () => ReturnType<typeof lookUpBatch>,
	isLongAgo = false,
): Promise<Recovery> {
	const pauses = isLongAgo ? [0] : PAUSES_MS;
	const signal = context.getExecutionCancelSignal?.();
	const start = Date.now();
	let settlement: Recovery = { taken: [], missing: [], unknown: sent.flat() };
	let last: TakenFile[] | undefined;
	let filling = false;
	let refusals = 0;
	for (let at = 0; at < pauses.length || (filling && at < 2 * pauses.length); at++) {
		await pause(pauses[Math.min(at, pauses.length - 1)], signal);
		if (signal?.aborted)
			return { ...afterFailedLook(settlement), failure: new Error('the execution was cancelled') };
		try {
			const now = await look();
			settlement = reconcile({ ...known, sent, now });
			filling = changed(now, last);
			last = now;
		} catch (error) {
			settlement = { ...afterFailedLook(settlement), failure: error as Error };
			if (!(error instanceof DocFlowError && isTransient(error.failureDetails))) refusals++;
			if (signal?.aborted || refusals === MAX_REFUSALS || Date.now() - start > PATIENCE_MS) break;
		}
		if (settlement.missing.length + settlement.unknown.length === 0) break;
	}
	return settlement;
}
