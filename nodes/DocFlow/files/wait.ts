import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { apiError, type DocFlowError } from '../transport/errors';
import { clipped } from '../transport/safeText';
import { waitUntil, type WaitEnd } from '../transport/waitUntil';
import { type DocFlowFile, isFinished, openDocuments, statusWord } from './types';

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
	/** Ends the waiting before its time. */
	stop?: AbortSignal;
}

/** What waiting gave. */
export interface Waited {
	finished: DocFlowFile[];
	/** Files that DocFlow is not done with, or does not list yet, with their status; none unless there is an error. */
	unfinished: Array<{
		file: Awaited & Partial<DocFlowFile>;
		status: string;
		/** The children that are open, where the file itself has ended. */
		children?: DocFlowFile[];
	}>;
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

/** What is open of a file, by name and status: its children, where it has any. */
const openNames = ({ file, status, children }: Waited['unfinished'][number]): string[] =>
	(children ?? []).length > 0
		? (children ?? []).map((one) => `${nameOf(one)} (${statusWord(one.recognition_status)})`)
		: [`${nameOf(file)} (${status})`];

/** The files loaded last as finished and open ones. */
function splitFinished(files: DocFlowFile[], expected: Awaited[]): Waited {
	const ids = new Set(files.map(({ id }) => id));
	const unfinished = files
		.filter((file) => !isFinished(file))
		.map((file) => {
			const children = openDocuments(file);
			return { file, status: statusWord(children[0].recognition_status), children };
		});
	const unlisted = expected
		.filter(({ id }) => !ids.has(id))
		.map((file) => ({ file, status: 'not listed yet' }));
	return { finished: files.filter(isFinished), unfinished: [...unfinished, ...unlisted] };
}

/** The error of a wait that took too long. */
function lateError(
	context: IExecuteFunctions,
	{ subject, itemIndex }: Wait,
	{ finished, unfinished }: Waited,
	{ message, failure }: Extract<WaitEnd<Waited>, { isDone: false }>,
): DocFlowError {
	const parts = [
		unfinished.length > 0 && `Unfinished: ${list(unfinished.flatMap(openNames))}.`,
		finished.length > 0 && `Finished: ${list(finished.map(nameOf))}.`,
		failure !== undefined && `The last request failed: ${failure.message}.`,
		`Nothing is lost: get the results later with File → Fetch for ${subject}, or raise Wait Timeout.`,
		finished.length > 0 &&
			'To go on with the finished files at once, set On Error of this node to Continue.',
	];
	const advice = parts.filter((part) => part !== false).join(' ');
	return apiError(context, { message, advice, passing: true }, itemIndex);
}

/**
 * Waits until every file is finished, by `waitUntil`. At the timeout it returns what there is, with an error for the rest.
 * @throws DocFlowError when DocFlow refuses the question, or when the execution is cancelled.
 */
export async function waitForFiles(context: IExecuteFunctions, wait: Wait): Promise<Waited> {
	const { subject, load, expected = [], timeout, itemIndex, stop } = wait;
	const end = await waitUntil<Waited>(context, {
		subject,
		read: async () => splitFinished(await load(), expected),
		isDone: ({ unfinished }) => unfinished.length === 0,
		timeout,
		later: laterAdvice(subject),
		itemIndex,
		stop,
	});
	if (end.isDone) return end.state;
	const waited = end.state ?? splitFinished([], expected);
	return { ...waited, error: lateError(context, wait, waited, end) };
}
