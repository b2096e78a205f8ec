import type { IExecuteFunctions } from 'n8n-workflow';

import { nextJob, resultOf, startBatch } from './batch';
import { notSentError } from './errors';
import type { Journal } from './journal';
import { keyOf } from './match';
import { recoverBatch } from './recover';
import { sendJob } from './sendJob';
import type { BatchInWork, PlannedBatch, SentBatch } from './types';

const PARALLEL_REQUESTS = 3;

/** A run of the node at its sending. */
interface Sending {
	context: IExecuteFunctions;
	batches: BatchInWork[];
	journal: Journal;
	/** Whether no further request may start. */
	isStopped: () => boolean;
}

/** Starts looking a batch up, once nothing of it is under way. */
function startLookUp({ context, journal, isStopped }: Sending, batch: BatchInWork): Promise<void> {
	batch.isLookedUp = true;
	return recoverBatch(context, batch, journal, () => !isStopped()).finally(() => {
		batch.isLookedUp = false;
	});
}

/** Starts the next request of a batch, if there is one that may start now. */
function startRequest(
	{ context, journal }: Sending,
	batch: BatchInWork,
): Promise<void> | undefined {
	const job = nextJob(batch, keyOf);
	if (job === undefined) return undefined;
	batch.waiting.splice(batch.waiting.indexOf(job), 1);
	batch.running.push(job);
	return sendJob(context, batch, job, journal).finally(() => {
		batch.running.splice(batch.running.indexOf(job), 1);
	});
}

/** Starts one piece of work of the first batch that has any for now. Undefined when none has. */
function startNext(sending: Sending): Promise<void> | undefined {
	const mustLookUp = sending.batches.find(
		({ open, running, isLookedUp }) => open.length > 0 && running.length === 0 && !isLookedUp,
	);
	if (mustLookUp !== undefined) return startLookUp(sending, mustLookUp);
	if (sending.isStopped()) return undefined;
	for (const batch of sending.batches) {
		const work = startRequest(sending, batch);
		if (work !== undefined) return work;
	}
	return undefined;
}

/** Does all there is to do, a few pieces at a time. */
async function workOff(sending: Sending): Promise<void> {
	const working = new Set<Promise<void>>();
	for (;;) {
		const work = working.size < PARALLEL_REQUESTS ? startNext(sending) : undefined;
		if (work !== undefined) {
			const task: Promise<void> = work.finally(() => working.delete(task));
			working.add(task);
		} else if (working.size > 0) await Promise.race(working);
		else return;
	}
}

/**
 * Sends all requests, a few at a time whatever batch they belong to: its number joins them. Lost answers are
 * looked up, and only what is missing goes again. Once a file has failed no further request starts, unless the
 * workflow continues on fail; a cancelled execution starts none. Failures are in what is returned, none is thrown.
 * What the journal knows is not sent again, and how this try goes is noted there.
 */
export async function sendAll(
	context: IExecuteFunctions,
	planned: PlannedBatch[],
	journal: Journal,
): Promise<SentBatch[]> {
	const signal = context.getExecutionCancelSignal?.();
	const batches = planned.map((batch) => startBatch(context, batch, journal));
	const isStopped = () =>
		signal?.aborted === true ||
		(!context.continueOnFail() && batches.some(({ failed }) => failed.length > 0));
	await workOff({ context, batches, journal, isStopped });
	if (signal?.aborted)
		for (const { waiting, failed, batchNumber } of batches)
			for (const file of waiting.flatMap(({ files }) => files))
				failed.push({ file, error: notSentError(context, file, batchNumber), unknown: false });
	return batches.map(resultOf);
}
