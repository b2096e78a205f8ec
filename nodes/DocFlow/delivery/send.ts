import type { IExecuteFunctions } from 'n8n-workflow';

import { startBatch, sendJob, recoverBatch } from './batch';
import { notSentError } from './errors';
import { recordBatch } from './journal';
import { keyOf } from './match';
import type { BatchInWork, InputFile, Job, Journal, PlannedBatch, SentBatch } from './types';

const PARALLEL_REQUESTS = 3;

/**
 * The next request of a batch. While an answer is lost none starts, and two with a file of the same name are
 * never open at once: so whatever arrives under a name is known to be of one request.
 */
function nextJob({ waiting, running, lost, isSettling }: BatchInWork): Job | undefined {
	if (isSettling || lost.length > 0) return undefined;
	const names = new Set(running.flatMap(({ sources }) => sources.map(keyOf)));
	return waiting.find(({ sources }) => !sources.some((source) => names.has(keyOf(source))));
}

/** Starts the next piece of work of a batch, if there is one that may start now. */
function startNext(
	context: IExecuteFunctions,
	batch: BatchInWork,
	stopped: () => boolean,
	memory: Journal,
): Promise<void> | undefined {
	const { running, waiting } = batch;
	if (batch.lost.length > 0 && running.length === 0 && !batch.isSettling) {
		batch.isSettling = true;
		return recoverBatch(context, batch, () => !stopped())
			.then(async () => await recordBatch(memory, batch))
			.finally(() => (batch.isSettling = false));
	}
	// Asked last, since it goes through all batches.
	const job = waiting.length === 0 || stopped() ? undefined : nextJob(batch);
	if (job === undefined) return undefined;
	waiting.splice(waiting.indexOf(job), 1);
	running.push(job);
	return sendJob(context, batch, job, memory).then(async () => {
		running.splice(running.indexOf(job), 1);
		// Nothing is kept of a batch of which nothing was sent.
		if (memory[batch.key] !== undefined) await recordBatch(memory, batch);
	});
}

/** What came of a batch, in the order of its files. */
function close({
	key,
	batchNumber,
	given,
	items,
	requests,
	taken,
	failed,
	hadLoss,
}: BatchInWork): SentBatch {
	const place = new Map(
		requests.flatMap(({ sources }) => sources).map((source, at) => [source, at]),
	);
	const by = (a: InputFile, b: InputFile) => (place.get(a) ?? 0) - (place.get(b) ?? 0);
	taken.sort(([a], [b]) => by(a, b));
	failed.sort((a, b) => by(a.source, b.source));
	return { key, batchNumber, given, items, requests, taken, failed, hadLoss };
}

/**
 * Sends all requests, a few at a time whatever batch they belong to: its number joins them. Lost answers are
 * looked up, and only what is missing goes again. Once a file has failed no further request starts, unless the
 * workflow continues on fail; a cancelled execution starts none. Failures are in the outcome, none is thrown.
 * What an earlier try has kept in `memory` is not sent again, and how this one goes is kept there.
 */
export async function sendAll(
	context: IExecuteFunctions,
	batches: PlannedBatch[],
	memory: Journal,
): Promise<SentBatch[]> {
	const signal = context.getExecutionCancelSignal?.();
	const open = batches.map((batch) => startBatch(context, batch, memory[batch.key]));
	const stopped = () =>
		signal?.aborted === true ||
		(!context.continueOnFail() && open.some(({ failed }) => failed.length > 0));
	const working = new Set<Promise<void>>();
	for (;;) {
		let work: Promise<void> | undefined;
		for (const batch of working.size < PARALLEL_REQUESTS ? open : [])
			if ((work ??= startNext(context, batch, stopped, memory))) break;
		if (work !== undefined) {
			const task: Promise<void> = work.finally(() => working.delete(task));
			working.add(task);
		} else if (working.size === 0) break;
		else await Promise.race(working);
	}
	if (signal?.aborted)
		for (const { waiting, failed, batchNumber } of open)
			for (const source of waiting.flatMap(({ sources }) => sources))
				failed.push({ source, error: notSentError(context, source, batchNumber), unknown: false });
	return open.map(close);
}
