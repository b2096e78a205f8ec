import type { IExecuteFunctions } from 'n8n-workflow';

import { lookAfter } from './looks';
import { namesakeError, notLookedUpError, unknownError } from './doubts';
import { missingError } from './errors';
import type { Journal } from './journal';
import { lookUpUntilFound, type Recovery } from './lookUp';
import { pausesFor, wasRefused } from './pauses';
import { pack } from './plan';
import { judge } from './reconcile';
import { beforeOf, noteTaken } from './sendJob';
import type { BatchInWork, Failed, InputFile, Job, OpenJob } from './types';

/** How often a file is sent at most, the first time included; as often as any call where DocFlow asks to wait. */
const [MAX_SENDS, MAX_REFUSED_SENDS] = [3, 4];

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

/** Why it is not known of a file whether it went up; where no answer was lost and no look was possible, it did not. */
const failedOf = (
	context: IExecuteFunctions,
	batchNumber: string,
	file: InputFile,
	job: OpenJob,
	failure: Error | undefined,
): Failed => {
	const wasSent = job.mayBeSent !== false && job.claims?.has(file) !== true;
	if (wasSent)
		return { file, error: unknownError(context, file, batchNumber, job, failure), unknown: true };
	return failure === undefined
		? { file, error: namesakeError(context, file, batchNumber), unknown: true }
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
		journal.noteUnknown(failed.filter((one) => one.unknown).map(({ file }) => file));
		const absent = job.files.filter((file) => missing.has(file));
		journal.noteMissing(absent);
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
