import type { IExecuteFunctions } from 'n8n-workflow';

import { lookUpBatch } from '../files/batch';
import { DocFlowError } from '../transport/errors';
import type { FileToSend } from '../transport/multipart';
import { isTransient } from '../transport/retry';
import { isLasting } from './batchNumber';
import { earlierError, leftOutError, missingError, unknownError } from './errors';
import { recordBatch, splitByEntry } from './journal';
import { matchTaken } from './match';
import { pack } from './plan';
import { recoverLost } from './recover';
import {
	BatchInWork,
	type InputFile,
	Job,
	type Journal,
	type JournalEntry,
	type PlannedBatch,
} from './types';
import { type Cargo, sendUpload } from './uploadCall';

/** How often a file is sent at most, the first time included. */
const MAX_SENDS = 3;

/** A batch as it stands before its first request: new, or as an earlier try of the same upload has left it. */
export function startBatch(
	context: IExecuteFunctions,
	batch: PlannedBatch,
	kept: JournalEntry | undefined,
): BatchInWork {
	const sources = batch.requests.flatMap((request) => request.sources);
	const isInherited =
		kept === undefined &&
		context.getMode() === 'retry' &&
		(batch.given || isLasting(context, sources));
	const { taken, open } =
		kept === undefined
			? { taken: [], open: new Set(isInherited ? sources : []) }
			: splitByEntry(batch, kept);
	const went = new Set(taken.map(([source]) => source));
	const parts = (isWanted: (source: InputFile) => boolean, attempt: number): Job[] =>
		batch.requests
			.map(({ settings, sources: all }) => ({ settings, sources: all.filter(isWanted), attempt }))
			.filter((job) => job.sources.length > 0);
	const lost = parts((source) => open.has(source), 0).map((job) => ({
		job,
		error: earlierError(context, job.sources[0]),
	}));
	let before: BatchInWork['before'];
	if (kept !== undefined)
		before = Promise.resolve(kept.before === null ? undefined : new Set(kept.before));
	// Whether another execution sent them or they were there before, nobody can tell.
	else if (isInherited && batch.given) before = Promise.resolve(undefined);
	return {
		...batch,
		taken,
		lost,
		before,
		isInherited,
		waiting: parts((source) => !open.has(source) && !went.has(source), 1),
		running: [],
		failed: [],
		hadLoss: lost.length > 0,
		isSettling: false,
		claimed: new Set(taken.map(([, { id }]) => id)),
	};
}

const cargoOf = (sources: InputFile[]): Cargo =>
	sources[0].file === undefined
		? { urls: sources.map(({ origin }) => ('url' in origin ? origin.url : '')) }
		: {
				files: sources
					.map(({ file }) => file)
					.filter((file): file is FileToSend => file !== undefined),
			};

const look = async (
	context: IExecuteFunctions,
	{ batchNumber, requests: [{ settings, sources }] }: PlannedBatch,
) => await lookUpBatch(context, settings.query.workspace_id, batchNumber, sources[0].item);

/**
 * Ids that a batch held before the upload. A refused question is left open: it matters only if an answer is lost.
 * @throws DocFlowError when DocFlow does not answer; nothing was sent yet.
 */
async function lookBefore(
	context: IExecuteFunctions,
	batch: PlannedBatch,
): Promise<Set<string> | undefined> {
	if (!batch.given) return new Set();
	const files = await look(context, batch).catch((error: unknown) => {
		if (error instanceof DocFlowError && !isTransient(error.failureDetails)) return undefined;
		throw error;
	});
	return files && new Set(files.map(({ id }) => id));
}

/** Sends one request and notes what DocFlow took, or that the answer was lost. Throws nothing: failures are noted too. */
export async function sendJob(
	context: IExecuteFunctions,
	batch: BatchInWork,
	job: Job,
	memory: Journal,
): Promise<void> {
	const { settings, sources } = job;
	const { batchNumber } = batch;
	try {
		await (batch.before ??= lookBefore(context, batch));
		await recordBatch(memory, batch);
		const { query, timeout } = settings;
		const request = {
			batchNumber,
			query,
			cargo: cargoOf(sources),
			timeout,
			itemIndex: sources[0].item,
		};
		const answer = await sendUpload(context, request);
		if ('lost' in answer) {
			batch.lost.push({ job, error: answer.lost });
			batch.hadLoss = true;
			return;
		}
		const { pairs, notTaken } = matchTaken(sources, answer.taken);
		for (const { id } of answer.taken) batch.claimed.add(id);
		batch.taken.push(...pairs);
		for (const source of notTaken)
			batch.failed.push({
				source,
				error: leftOutError(context, source, batchNumber, pairs.length),
				unknown: false,
			});
	} catch (error) {
		for (const source of sources) batch.failed.push({ source, error, unknown: false });
	}
}

/** Finds out what became of the files of lost answers, and lines up those that are to be sent again. Throws nothing. */
export async function recoverBatch(
	context: IExecuteFunctions,
	batch: BatchInWork,
	mayResend: () => boolean,
): Promise<void> {
	const { batchNumber, claimed, given } = batch;
	const sent = batch.lost.map(({ job }) => job.sources);
	const before = await (batch.before ??= lookBefore(context, batch));
	const { taken, missing, unknown, failure } = await recoverLost(
		context,
		{ before, claimed, sent, own: !given },
		async () => await look(context, batch),
		batch.isInherited,
	);
	batch.isInherited = false;
	batch.taken.push(...taken);
	for (const [, { id }] of taken) claimed.add(id);
	for (const { job, error } of batch.lost.splice(0)) {
		const open = job.sources.filter((source) => unknown.includes(source));
		for (const source of open)
			batch.failed.push({
				source,
				error: unknownError(context, source, batchNumber, error, failure),
				unknown: true,
			});
		const again = job.sources.filter((source) => missing.includes(source));
		if (job.attempt < MAX_SENDS && mayResend())
			batch.waiting.unshift(
				...pack(again, job.settings).map((sources) => ({
					...job,
					sources,
					attempt: job.attempt + 1,
				})),
			);
		else
			for (const source of again)
				batch.failed.push({
					source,
					error: missingError(context, source, batchNumber, error),
					unknown: false,
				});
	}
}
