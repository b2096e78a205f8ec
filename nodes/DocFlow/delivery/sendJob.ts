import type { IExecuteFunctions } from 'n8n-workflow';

import type { FileToSend } from '../transport/multipart';
import { lookBefore } from './looks';
import { ambiguousError } from './doubts';
import { leftOutError } from './errors';
import { noteOwnIds } from './flow';
import type { Journal } from './journal';
import { matchAnswer } from './match';
import type { BatchInWork, Before, InputFile, Job } from './types';
import { type Cargo, sendUpload, type UploadAnswer } from './uploadCall';

const cargoOf = (files: InputFile[]): Cargo =>
	files[0].content === undefined
		? { urls: files.map(({ origin }) => ('url' in origin ? origin.url : '')) }
		: {
				files: files
					.map(({ content }) => content)
					.filter((content): content is FileToSend => content !== undefined),
			};

/** What a batch held before anything was sent to it: asked for once, and only where others may add to it. @throws DocFlowError. */
export async function beforeOf(
	context: IExecuteFunctions,
	batch: BatchInWork,
	journal: Journal,
): Promise<Before> {
	if (!batch.isGiven) return { ids: [] };
	const [{ file }] = batch.members;
	batch.before ??= lookBefore(context, batch, file.item).then((before) => {
		journal.noteBefore(batch, before);
		return before;
	});
	return await batch.before;
}

/** Notes files that are surely taken. */
export function noteTaken(
	context: IExecuteFunctions,
	batch: BatchInWork,
	taken: BatchInWork['taken'],
	journal: Journal,
): void {
	const ids = taken.map(([, { id }]) => id);
	for (const id of ids) batch.claimed.add(id);
	batch.taken.push(...taken);
	journal.noteTaken(taken);
	if (batch.isGiven) noteOwnIds(context, ids);
}

/** Notes what an answer says of each file. */
function noteAnswer(
	context: IExecuteFunctions,
	batch: BatchInWork,
	job: Job,
	answer: UploadAnswer,
	journal: Journal,
): void {
	if ('lost' in answer) {
		batch.open.push({ ...job, error: answer.lost, wasTooSlow: answer.wasTooSlow });
		batch.hadLoss = true;
		return;
	}
	const { taken, missing, unknown } = matchAnswer(job.files, answer.taken);
	// What can't be told apart is nobody's: it may still turn out to be one of the unknown.
	noteTaken(context, batch, taken, journal);
	journal.noteMissing(missing);
	for (const file of missing) {
		const error = leftOutError(context, file, batch.batchNumber, taken.length);
		batch.failed.push({ file, error, unknown: false });
	}
	for (const file of unknown) {
		const error = ambiguousError(context, file, batch.batchNumber);
		batch.failed.push({ file, error, unknown: true });
	}
}

/** Sends one request and notes what DocFlow took, or that the answer was lost. Throws nothing: failures are noted too. */
export async function sendJob(
	context: IExecuteFunctions,
	batch: BatchInWork,
	job: Job,
	journal: Journal,
): Promise<void> {
	const { settings, files } = job;
	try {
		await beforeOf(context, batch, journal);
		journal.noteSending(files);
		const answer = await sendUpload(context, {
			batchNumber: batch.batchNumber,
			query: { ...settings.query, workspace_id: batch.workspace },
			cargo: cargoOf(files),
			timeout: settings.timeout,
			itemIndex: files[0].item,
		});
		noteAnswer(context, batch, job, answer, journal);
	} catch (error) {
		journal.noteMissing(files);
		for (const file of files) batch.failed.push({ file, error, unknown: false });
	}
}
