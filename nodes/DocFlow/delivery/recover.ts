import type { IExecuteFunctions } from 'n8n-workflow';

import type { TakenFile } from '../files/types';
import { isAskedToWait } from '../transport/failure';
import { askedDelay } from '../transport/pause';
import { MAX_ASKED_MS } from '../transport/retry';
import { lookAfter } from './before';
import { missingError, notLookedUpError, unknownError } from './errors';
import type { Journal } from './journal';
import { lookUpUntilFound, type Recovery } from './lookUp';
import { type Evidence, type Fates, reconcile } from './match';
import { pack } from './plan';
import { beforeOf, noteTaken } from './sendJob';
import type { BatchInWork, Failed, InputFile, Job, OpenJob } from './types';

/** How often a file is sent at most, the first time included; as often as any call where DocFlow asks to wait. */
const [MAX_SENDS, MAX_REFUSED_SENDS] = [3, 4];

/** Time for DocFlow to store what it has read, since it may still be at work when its answer is lost. */
const GRACE_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
const REFUSED_GRACE_MS = [1_000, 2_000];

/** A refusal was given at once: what a gateway had let through before it is there soon. */
const wasRefused = ({ error }: OpenJob): boolean => isAskedToWait(error.failureDetails);

/** The pauses before the looks for some requests. */
function pausesFor(open: OpenJob[]): number[] {
	if (open.every(({ settledAt }) => settledAt !== undefined)) {
		const left = Math.max(...open.map(({ settledAt = 0 }) => settledAt)) - Date.now();
		return left > 0 ? [0, left] : [0];
	}
	if (open.every((job) => wasRefused(job))) {
		const [first, ...others] = REFUSED_GRACE_MS;
		const asked = open.map(
			({ error }) => askedDelay(error.failureDetails.retryAfter, Date.now()) ?? 0,
		);
		return [Math.min(Math.max(first, ...asked), MAX_ASKED_MS), ...others];
	}
	const isOfNow = open.some(({ attempt }) => attempt > 0);
	return isOfNow ? GRACE_MS : [0, ...GRACE_MS];
}

/** What a look means: a file that was taken once is told by its id, one whose answer is lost by its name. */
function judge(
	open: Array<Pick<OpenJob, 'files' | 'claims'>>,
	evidence: Omit<Evidence, 'now' | 'sent'>,
	now: TakenFile[],
): Fates {
	const there = new Set(now.map(({ id }) => id));
	const taken: Fates['taken'] = [];
	const gone: InputFile[] = [];
	const sent = open.map(({ files, claims }) =>
		files.filter((file) => {
			const claim = claims?.get(file);
			if (claim === undefined) return true;
			if (there.has(claim.id)) taken.push([file, claim]);
			else gone.push(file);
			return false;
		}),
	);
	const fates = reconcile({ ...evidence, sent: sent.filter(({ length }) => length > 0), now });
	return {
		taken: [...taken, ...fates.taken],
		missing: [...gone, ...fates.missing],
		unknown: fates.unknown,
	};
}

/** Looks a batch up for the files of its open requests. Throws nothing. */
async function lookFor(
	context: IExecuteFunctions,
	batch: BatchInWork,
	journal: Journal,
): Promise<Recovery> {
	const { open, claimed, isGiven, failed } = batch;
	const doubtful = failed.filter(({ unknown }) => unknown).map(({ file }) => file);
	const [{ item }] = open[0].files;
	return await lookUpUntilFound(context, {
		files: open.flatMap(({ files }) => files),
		awaited: new Set(
			open.flatMap(({ files, settledAt = Infinity }) => (settledAt > Date.now() ? files : [])),
		),
		pauses: pausesFor(open),
		look: async () => {
			const held = await beforeOf(context, batch, journal);
			const { now, before } = await lookAfter(context, batch, held, item);
			const evidence = { before, claimed, doubtful, isOwn: !isGiven };
			return { fates: judge(open, evidence, now), held: now.length };
		},
	});
}

/** Why a file of which nothing is known after a look failed: it is not given out, and nobody says that it was sent. */
const failedOf = (
	context: IExecuteFunctions,
	batchNumber: string,
	file: InputFile,
	job: OpenJob,
	failure: Error | undefined,
): Failed => {
	const wasSent = job.mayBeSent !== false && job.claims?.has(file) !== true;
	return wasSent || failure === undefined
		? { file, error: unknownError(context, file, batchNumber, job, failure), unknown: true }
		: { file, error: notLookedUpError(context, file, batchNumber, failure), unknown: false };
};

/** Finds out what became of the files of open requests, and lines up those that are to be sent again. Throws nothing. */
export async function recoverBatch(
	context: IExecuteFunctions,
	batch: BatchInWork,
	journal: Journal,
	mayResend: () => boolean,
): Promise<void> {
	const { batchNumber } = batch;
	const { taken, failure, ...left } = await lookFor(context, batch, journal);
	noteTaken(context, batch, taken, journal);
	const missing = new Set(left.missing);
	const unknown = new Set(left.unknown);
	const again: Job[] = [];
	for (const job of batch.open.splice(0)) {
		const failed = job.files
			.filter((file) => unknown.has(file))
			.map((file) => failedOf(context, batchNumber, file, job, failure));
		batch.failed.push(...failed);
		// The next try is to say the same of them.
		journal.note(
			failed.filter((one) => one.unknown).map(({ file }) => file),
			'sent',
		);
		const absent = job.files.filter((file) => missing.has(file));
		journal.note(absent, 'planned');
		const most = job.wasTooSlow ? 1 : wasRefused(job) ? MAX_REFUSED_SENDS : MAX_SENDS;
		if (job.attempt === 0 || (job.attempt < most && mayResend())) {
			const { settings, attempt } = job;
			again.push(
				...pack(absent, settings).map((files) => ({ settings, files, attempt: attempt + 1 })),
			);
		} else
			for (const file of absent) {
				const error = missingError(context, file, batchNumber, job);
				batch.failed.push({ file, error, unknown: false });
			}
	}
	// In order: files of one name are told apart by which came first.
	batch.waiting.unshift(...again);
}
