import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { apiError, DocFlowError } from '../transport/errors';
import { pause } from '../transport/pause';
import { isTransient, isUnsettled } from '../transport/retry';
import { clipped } from '../transport/safeText';
import { type DocFlowFile, isFinished, statusWord } from './types';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;
/** Names in an error's text, and characters of each: they may be of any length. */
const [MAX_NAMES, MAX_NAME] = [10, 100];

/** A file that is waited for. */
export interface Awaited {
	id: string;
	task_id?: string;
	name: string;
}

export interface Wait {
	/** What is waited for, such as `batch 20260915…`. */
	subject: string;
	load: () => Promise<DocFlowFile[]>;
	/** Files that must be among those loaded; a batch still filling up is not finished. */
	expected?: Awaited[];
	/** Seconds. */
	timeout: number;
	itemIndex: number;
}

/** What waiting gave. */
export interface Waited {
	finished: DocFlowFile[];
	/** Files that DocFlow is not done with, or does not list yet, with their status; none unless there is an error. */
	unfinished: Array<{ file: Awaited & Partial<DocFlowFile>; status: string }>;
	/** Why waiting ended before all was finished. It names what is open and what gets it later. */
	error?: DocFlowError;
}

/** A file that is not finished, as the data of an error item: what Fetch needs to get it later. */
export const unfinishedJson = ({ file, status }: Waited['unfinished'][number]): IDataObject => ({
	...(file.batch_number !== undefined && { batch_number: file.batch_number }),
	file_id: file.id,
	task_id: file.task_id ?? null,
	file_name: file.name,
	status,
});

/** How the results of files that are with DocFlow are got later. */
export const laterAdvice = (subject: string): string =>
	`The files are with DocFlow: get the results later with File → Fetch for ${subject}.`;

const nameOf = ({ name, id }: Awaited): string => clipped(name || id, MAX_NAME);

/** Some names, shortened past ten. */
function list(names: string[]): string {
	const shown = names.slice(0, MAX_NAMES).join(', ');
	return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}

/** The files loaded last as finished and open ones. */
function splitFinished(files: DocFlowFile[], expected: Awaited[]): Waited {
	const ids = new Set(files.map(({ id }) => id));
	const unfinished = files
		.filter((file) => !isFinished(file))
		.map((file) => ({ file, status: statusWord(file.recognition_status) }));
	const unlisted = expected
		.filter(({ id }) => !ids.has(id))
		.map((file) => ({ file, status: 'not listed yet' }));
	return { finished: files.filter(isFinished), unfinished: [...unfinished, ...unlisted] };
}

/** Whether the next round may get an answer: none came, or one that says nothing, such as the page of a gateway. */
const isPassing = (error: unknown): error is DocFlowError =>
	error instanceof DocFlowError &&
	(isTransient(error.failureDetails) || isUnsettled(error.failureDetails));

/** The error of a wait that took too long. */
function lateError(
	context: IExecuteFunctions,
	{ subject, itemIndex }: Wait,
	{ finished, unfinished }: Waited,
	spent: number,
	last: DocFlowError | undefined,
): DocFlowError {
	const message = `DocFlow is not finished with ${subject} after ${Math.round(spent / 1000)} s`;
	const parts = [
		...(unfinished.length > 0
			? [
					`Unfinished: ${list(unfinished.map(({ file, status }) => `${nameOf(file)} (${status})`))}.`,
				]
			: []),
		...(finished.length > 0 ? [`Finished: ${list(finished.map(nameOf))}.`] : []),
		...(last === undefined ? [] : [`The last request failed: ${last.message}.`]),
		`Nothing is lost: get the results later with File → Fetch for ${subject}, or raise Wait Timeout.`,
		...(finished.length > 0
			? ['To go on with the finished files at once, set On Error of this node to Continue.']
			: []),
	];
	return apiError(context, { message, advice: parts.join(' ') }, itemIndex);
}

/**
 * Asks until every file is finished: after 1 s first, then ever less often down to every 10 s. Passing errors of
 * DocFlow or the network are waited through. At the timeout it answers what there is, with an error for the rest.
 * @throws DocFlowError when DocFlow refuses the question, or when the execution is cancelled.
 */
export async function waitForFiles(context: IExecuteFunctions, wait: Wait): Promise<Waited> {
	const { subject, expected = [], itemIndex } = wait;
	const start = Date.now();
	const signal = context.getExecutionCancelSignal?.();
	let waited: Waited = splitFinished([], expected);
	for (let delay = FIRST_PAUSE_MS; ; delay = Math.min(delay * 1.5, LONGEST_PAUSE_MS)) {
		const loaded = await wait.load().catch((error: unknown) => {
			if (!isPassing(error) && !signal?.aborted) throw error;
			return error as DocFlowError;
		});
		if (Array.isArray(loaded)) waited = splitFinished(loaded, expected);
		const failure = Array.isArray(loaded) ? undefined : loaded;
		if (failure === undefined && waited.unfinished.length === 0) return waited;
		const spent = Date.now() - start;
		const left = wait.timeout * 1000 - spent;
		if (left <= 0 && !signal?.aborted)
			return { ...waited, error: lateError(context, wait, waited, spent, failure) };
		await pause(Math.min(delay, left), signal);
		if (!signal?.aborted) continue;
		throw apiError(
			context,
			{ message: `Waiting for ${subject} was cancelled`, advice: laterAdvice(subject) },
			itemIndex,
		);
	}
}
