import type { IExecuteFunctions } from 'n8n-workflow';

import { apiError, type DocFlowError } from '../transport/errors';
import { explain } from '../transport/failure';
import { clipped } from '../transport/safeText';
import type { InputFile, OpenJob, SentBatch } from './types';

type Context = IExecuteFunctions;

/** Characters of a name or address, which may be of any length: a batch can have hundreds of them in one error. */
const MAX_NAME = 200;
const MB = 1024 * 1024;

const quoted = ({ name, origin, item }: InputFile) =>
	`"${clipped(name || ('url' in origin ? origin.url : ''), MAX_NAME)}" of item ${item}`;

/** Error of a file that an answer does not list; `others` are those it does. */
export function leftOutError(
	context: Context,
	file: InputFile,
	batchNumber: string,
	others: number,
): DocFlowError {
	const message = `DocFlow did not take ${quoted(file)}`;
	const advice = `It was sent and is not in the answer; ${others} other files of batch ${batchNumber} are. Check that the file opens and is of a format DocFlow reads, then upload it alone.`;
	return apiError(context, { message, advice }, file.item);
}

/** Error of a file that an answer may mean or not: it lists some files of this name, or under another name, but not all. */
export function ambiguousError(
	context: Context,
	file: InputFile,
	batchNumber: string,
): DocFlowError {
	const message = `It is unknown whether DocFlow took ${quoted(file)}`;
	const advice = `The answer does not list every file that was sent, and does not tell which of those with this name it means. Before you send the file again, look with File → Fetch whether batch ${batchNumber} holds it: a second upload is billed again.`;
	return apiError(context, { message, advice, passing: false }, file.item);
}

/** Error of a file that was not sent, because the execution was cancelled before its turn. */
export function notSentError(context: Context, file: InputFile, batchNumber: string): DocFlowError {
	const message = `The execution was cancelled before ${quoted(file)} was sent`;
	return apiError(
		context,
		{
			message,
			advice: `Batch ${batchNumber} does not hold the file: it can be sent again.`,
			passing: true,
		},
		file.item,
	);
}

/** What became of an upload that an earlier try of this run, or of the execution that is retried, did not see to its end. */
export function earlierError(context: Context, { item }: InputFile): DocFlowError {
	return apiError(
		context,
		{ message: 'an earlier try ended before DocFlow answered', advice: '' },
		item,
	);
}

const megabytes = (files: InputFile[]) => {
	const bytes = files.reduce((sum, { content }) => sum + (content?.bytes ?? 0), 0);
	return `${(bytes / MB).toFixed(bytes < 10 * MB ? 1 : 0)} MB`;
};

/** Why an upload has no answer, and what helps another time. */
function reasonOf({ error, wasTooSlow, files, settings: { timeout } }: OpenJob): {
	why: string;
	advice: string;
} {
	if (!wasTooSlow) return { why: error.message, advice: explain(error.failureDetails).advice };
	const why = `${megabytes(files)} did not go through within ${timeout / 1000} s, the Request Timeout`;
	return {
		why,
		advice:
			'Raise the option Request Timeout, or lower Max Request Size so that fewer files go together.',
	};
}

/** Error of a file that is surely not in the batch, although it was sent. */
export function missingError(
	context: Context,
	file: InputFile,
	batchNumber: string,
	job: OpenJob,
): DocFlowError {
	const { why, advice } = reasonOf(job);
	const failure = {
		...job.error.failureDetails,
		message: `DocFlow did not take ${quoted(file)}`,
		advice: `The upload failed (${why}), and batch ${batchNumber} does not hold the file: it can be sent again. ${advice}`,
		passing: !job.wasTooSlow,
	};
	return apiError(context, failure, file.item);
}

/** Error of a file that may be in the batch or not; `failed` is why the batch could not be looked up. */
export function unknownError(
	context: Context,
	file: InputFile,
	batchNumber: string,
	job: OpenJob,
	failed: Error | undefined,
): DocFlowError {
	const { why, advice } = reasonOf(job);
	const doubt =
		failed === undefined
			? 'what the batch holds does not tell'
			: `the batch could not be looked up (${failed.message})`;
	const failure = {
		...job.error.failureDetails,
		message: `It is unknown whether DocFlow took ${quoted(file)}`,
		advice: `The answer to the upload was lost (${why}), and ${doubt}. Before you send the file again, look with File → Fetch whether batch ${batchNumber} holds it: a second upload is billed again. ${advice}`,
		passing: false,
	};
	return apiError(context, failure, file.item);
}

/** Error of a file that this try has not sent, since the batch, which may hold it from an earlier one, could not be looked up. */
export function notLookedUpError(
	context: Context,
	file: InputFile,
	batchNumber: string,
	{ message: reason }: Error,
): DocFlowError {
	const message = `${quoted(file)} was not sent: batch ${batchNumber} could not be looked up`;
	const advice = `An earlier try may have sent the file, so the batch is looked at first, and that failed (${reason}). Run again in a few minutes.`;
	return apiError(context, { message, advice, passing: true }, file.item);
}

/** With its field or address: an item may hold two files of one name. */
const quotedWithPlace = ({ name, origin, item }: InputFile) =>
	`"${clipped(name, MAX_NAME)}" (${clipped('url' in origin ? origin.url : origin.binary_field, MAX_NAME)} of item ${item})`;

/** Every file of a batch as taken, not taken or unknown, so that a person can finish by hand. */
export function fatesOf({ batchNumber, members, taken, failed }: SentBatch): string {
	const went = new Set(taken.map(([file]) => file));
	const open = new Set(failed.filter(({ unknown }) => unknown).map(({ file }) => file));
	const wordOf = (file: InputFile) =>
		went.has(file) ? 'taken' : open.has(file) ? 'unknown' : 'not taken';
	const parts = ['taken', 'not taken', 'unknown'].flatMap((word) => {
		const files = members.map(({ file }) => file).filter((file) => wordOf(file) === word);
		return files.length === 0 ? [] : [`${word}: ${files.map(quotedWithPlace).join(', ')}`];
	});
	return `Batch ${batchNumber}: ${parts.join('; ')}.`;
}
