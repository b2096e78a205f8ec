import type { IExecuteFunctions } from 'n8n-workflow';

import { apiError, type DocFlowError } from '../transport/errors';
import { quoted, reasonOf } from './errors';
import type { InputFile, OpenJob } from './types';

type Context = IExecuteFunctions;

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

/**
 * Error of a file that no try is known to have sent, or that was deleted, where a file of its name is in the batch that may
 * be another retry's of this execution: in another process of n8n nothing is known of it.
 */
export function namesakeError(
	context: Context,
	file: InputFile,
	batchNumber: string,
): DocFlowError {
	const message = `It is unknown whether DocFlow took ${quoted(file)}`;
	const advice = `Batch ${batchNumber} holds a file of this name that came after the execution began: another Retry of it may have sent it, or another execution. Before you send the file again, look with File → Fetch whether it is this one: a second upload is billed again.`;
	return apiError(context, { message, advice, passing: false }, file.item);
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
