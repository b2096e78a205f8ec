import type { IExecuteFunctions } from 'n8n-workflow';

import { apiError, type DocFlowError } from '../transport/errors';
import { explain } from '../transport/failure';
import { clipped } from '../transport/safeText';
import type { InputFile, OpenJob } from './types';

type Context = IExecuteFunctions;

/** Characters of a name or address, which may be of any length: a batch can have hundreds of them in one error. */
export const MAX_NAME = 200;
const MB = 1024 * 1024;

export const quoted = ({ name, origin, item }: InputFile) =>
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
export function reasonOf({ error, wasTooSlow, files, settings: { timeout } }: OpenJob): {
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
