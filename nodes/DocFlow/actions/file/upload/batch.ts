import type { IExecuteFunctions } from 'n8n-workflow';

import { DocFlowError } from '../../../transport/errors';
import { lookUpBatch } from '../../../transport/lookUp';
import { isTransient } from '../../../transport/retry';
import { type Cargo, sendUpload } from '../../../transport/upload';
import type { FileToSend } from '../../../transport/multipart';
import { leftOutError, missingError, type SentBatch, unknownError } from './outcome';
import { matchTaken, pack, type PlannedBatch, type PlannedRequest } from './plan';
import { settle } from './settle';
import type { Source } from './sources';

/** How often a file is sent at most, the first time included. */
const MAX_SENDS = 3;

/** A request to send. */
export interface Job extends PlannedRequest {
	/** Which time these files are sent, from 1. */
	attempt: number;
}

/** A batch at work. */
export interface OpenBatch extends SentBatch {
	waiting: Job[];
	running: Job[];
	lost: Array<{ job: Job; error: DocFlowError }>;
	/** Ids of files that are settled. */
	claimed: Set<string>;
	/** Ids it held before; asked for before the first request. */
	before?: Promise<Set<string> | undefined>;
	isSettling: boolean;
}

/** A batch before its first request. */
export function openBatch(batch: PlannedBatch): OpenBatch {
	const waiting = batch.requests.map((request) => ({ ...request, attempt: 1 }));
	return { ...batch, waiting, running: [], lost: [], claimed: new Set(), taken: [], failed: [], hadLoss: false, isSettling: false };
}

const cargoOf = (sources: Source[]): Cargo =>
	sources[0].file === undefined
		? { urls: sources.map(({ origin }) => ('url' in origin ? origin.url : '')) }
		: { files: sources.map(({ file }) => file).filter((file): file is FileToSend => file !== undefined) };

const look = async (context: IExecuteFunctions, { batchNumber, requests: [{ settings, sources }] }: PlannedBatch) =>
	await lookUpBatch.call(context, settings.query.workspace_id, batchNumber, sources[0].item);

/**
 * Ids that a batch held before the upload. A refused question is left open: it matters only if an answer is lost.
 * @throws DocFlowError when DocFlow does not answer; nothing was sent yet.
 */
async function lookBefore(context: IExecuteFunctions, batch: PlannedBatch): Promise<Set<string> | undefined> {
	if (!batch.given) return new Set();
	const files = await look(context, batch).catch((error: unknown) => {
		if (error instanceof DocFlowError && !isTransient(error.failureDetails)) return undefined;
		throw error;
	});
	return files && new Set(files.map(({ id }) => id));
}

/** Sends one request and notes what DocFlow took, or that the answer was lost. Throws nothing: failures are noted too. */
export async function sendJob(context: IExecuteFunctions, batch: OpenBatch, job: Job): Promise<void> {
	const { settings, sources } = job;
	const { batchNumber } = batch;
	try {
		await (batch.before ??= lookBefore(context, batch));
		const { query, timeout } = settings;
		const request = { batchNumber, query, cargo: cargoOf(sources), timeout, itemIndex: sources[0].item };
		const answer = await sendUpload.call(context, request);
		if ('lost' in answer) {
			batch.lost.push({ job, error: answer.lost });
			batch.hadLoss = true;
			return;
		}
		const { pairs, notTaken } = matchTaken(sources, answer.taken);
		for (const { id } of answer.taken) batch.claimed.add(id);
		batch.taken.push(...pairs);
		for (const source of notTaken)
			batch.failed.push({ source, error: leftOutError(context, source, batchNumber, pairs.length), unknown: false });
	} catch (error) {
		for (const source of sources) batch.failed.push({ source, error, unknown: false });
	}
}

/** Finds out what became of the files of lost answers, and lines up those that are to be sent again. Throws nothing. */
export async function settleBatch(context: IExecuteFunctions, batch: OpenBatch, mayResend: () => boolean): Promise<void> {
	const { batchNumber, claimed, given } = batch;
	const sent = batch.lost.map(({ job }) => job.sources);
	const before = await batch.before;
	const { taken, missing, unknown, failure } = await settle.call(context, { before, claimed, sent, own: !given }, async () => await look(context, batch));
	batch.taken.push(...taken);
	for (const [, { id }] of taken) claimed.add(id);
	for (const { job, error } of batch.lost.splice(0)) {
		const open = job.sources.filter((source) => unknown.includes(source));
		for (const source of open)
			batch.failed.push({ source, error: unknownError(context, source, batchNumber, error, failure), unknown: true });
		const again = job.sources.filter((source) => missing.includes(source));
		if (job.attempt < MAX_SENDS && mayResend())
			batch.waiting.unshift(...pack(again, job.settings).map((sources) => ({ ...job, sources, attempt: job.attempt + 1 })));
		else
			for (const source of again)
				batch.failed.push({ source, error: missingError(context, source, batchNumber, error), unknown: false });
	}
}
