import type { IExecuteFunctions } from 'n8n-workflow';

import { apiError, type DocFlowError } from '../transport/errors';
import { explain } from '../transport/failure';
import { clipped } from '../transport/safeText';
import { type InputFile, SentBatch } from './types';

type Context = IExecuteFunctions;

/** Characters of a name or address, which may be of any length: a batch can have hundreds of them in one error. */
const MAX_NAME = 200;

const shown = ({ name, origin, item }: InputFile) =>
	`"${clipped(name || ('url' in origin ? origin.url : ''), MAX_NAME)}" of item ${item}`;

/** Error of a file that an answer does not list; `others` are those it does. */
export function leftOutError(
	context: Context,
	source: InputFile,
	batchNumber: string,
	others: number,
): DocFlowError {
	const message = `DocFlow did not take ${shown(source)}`;
	const advice = `It was sent and is not in the answer; ${others} other files of batch ${batchNumber} are. Check that the file opens and is of a format DocFlow reads, then upload it alone.`;
	return apiError(context, { message, advice }, source.item);
}

/** Error of a file that was not sent, because the execution was cancelled before its turn. */
export function notSentError(
	context: Context,
	source: InputFile,
	batchNumber: string,
): DocFlowError {
	const message = `The execution was cancelled before ${shown(source)} was sent`;
	return apiError(
		context,
		{
			message,
			advice: `Batch ${batchNumber} does not hold the file: it can be sent again.`,
			passing: true,
		},
		source.item,
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

/** Error of a file that is surely not in the batch, although it was sent. */
export function missingError(
	context: Context,
	source: InputFile,
	batchNumber: string,
	lost: DocFlowError,
): DocFlowError {
	const message = `DocFlow did not take ${shown(source)}`;
	const advice = `The upload failed (${lost.message}), and batch ${batchNumber} does not hold the file: it can be sent again. ${explain(lost.failureDetails).advice}`;
	return apiError(context, { ...lost.failureDetails, message, advice, passing: true }, source.item);
}

/** Error of a file that may be in the batch or not; `failure` is why the batch could not be looked up. */
export function unknownError(
	context: Context,
	source: InputFile,
	batchNumber: string,
	lost: DocFlowError,
	failure: Error | undefined,
): DocFlowError {
	const message = `It is unknown whether DocFlow took ${shown(source)}`;
	const why =
		failure === undefined
			? 'what the batch holds does not tell'
			: `the batch could not be looked up (${failure.message})`;
	const advice = `The answer to the upload was lost (${lost.message}), and ${why}. Before you send the file again, look with File → Fetch whether batch ${batchNumber} holds it: a second upload is billed again. ${explain(lost.failureDetails).advice}`;
	return apiError(
		context,
		{ ...lost.failureDetails, message, advice, passing: false },
		source.item,
	);
}

/** With its field or address: an item may hold two files of one name. */
const shownExactly = ({ name, origin, item }: InputFile) =>
	`"${clipped(name, MAX_NAME)}" (${clipped('url' in origin ? origin.url : origin.binary_field, MAX_NAME)} of item ${item})`;

/** Every file of a batch as taken, not taken or unknown, so that a person can finish by hand. */
export function fatesOf({ batchNumber, requests, taken, failed }: SentBatch): string {
	const went = new Set(taken.map(([source]) => source));
	const open = new Set(failed.filter(({ unknown }) => unknown).map(({ source }) => source));
	const all = requests.flatMap(({ sources }) => sources);
	const part = (word: string, sources: InputFile[]) =>
		sources.length === 0 ? [] : [`${word}: ${sources.map(shownExactly).join(', ')}`];
	const parts = [
		...part(
			'taken',
			all.filter((source) => went.has(source)),
		),
		...part(
			'not taken',
			all.filter((source) => !went.has(source) && !open.has(source)),
		),
		...part(
			'unknown',
			all.filter((source) => open.has(source)),
		),
	];
	return `Batch ${batchNumber}: ${parts.join('; ')}.`;
}
