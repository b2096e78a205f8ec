import type { IExecuteFunctions } from 'n8n-workflow';

import { type DocFlowFile, isFinished, statusWord } from '../types';
import { apiError, DocFlowError } from './errors';
import { pause } from './pause';
import { clipped } from './plain';
import { isTransient } from './retry';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;
/** Characters of a file's name, which may be of any length. */
const MAX_NAME = 100;
const LATER = 'Nothing is lost: get the results later with File → Fetch';

export interface Wait {
	/** What is waited for, such as `batch 20260915…`. */
	subject: string;
	load: () => Promise<DocFlowFile[]>;
	/** Ids that must be among the files; a batch still filling up is not finished. */
	expected?: string[];
	/** Seconds. */
	timeout: number;
	itemIndex: number;
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;

/** What is unfinished, by name and status, shortened past ten. */
function describeOpen(files: DocFlowFile[], missing: string[]): string {
	const open = files
		.filter((file) => !isFinished(file))
		.map((file) => `${clipped(file.name, MAX_NAME)} (${statusWord(file.recognition_status)})`);
	const names = [...open, ...missing.map((id) => `file ${id} (not listed yet)`)];
	const shown = names.slice(0, 10).join(', ');
	return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}

const isPassing = (error: unknown): error is DocFlowError =>
	error instanceof DocFlowError && isTransient(error.failureDetails);

/**
 * Asks until every file is finished: after 1 s first, then ever less often down to every 10 s.
 * Passing errors of DocFlow or the network are waited through.
 * @throws DocFlowError at the timeout, naming what is unfinished and how to get it later.
 */
export async function waitForFiles(this: IExecuteFunctions, wait: Wait): Promise<DocFlowFile[]> {
	const start = Date.now();
	const signal = this.getExecutionCancelSignal?.();
	let files: DocFlowFile[] = [];
	for (let delay = FIRST_PAUSE_MS; ; delay = Math.min(delay * 1.5, LONGEST_PAUSE_MS)) {
		let lastError: DocFlowError | undefined;
		const loaded = await wait.load().catch((error: unknown) => {
			if (!isPassing(error)) throw error;
			return error;
		});
		if (loaded instanceof DocFlowError) lastError = loaded;
		else files = loaded;
		const ids = new Set(files.map((file) => file.id));
		const missing = (wait.expected ?? []).filter((id) => !ids.has(id));
		if (!lastError && missing.length === 0 && files.every(isFinished)) return files;
		const spent = Date.now() - start;
		if (spent + delay > wait.timeout * 1000) {
			const open = describeOpen(files, missing);
			const message = `DocFlow is not finished with ${wait.subject} after ${seconds(spent)}`;
			const unfinished = open === '' ? '' : `Unfinished: ${open}. `;
			const failed = lastError === undefined ? '' : `The last request failed: ${lastError.message}. `;
			const advice = `${unfinished}${failed}${LATER} for ${wait.subject}, or raise Wait Timeout.`;
			throw apiError(this, { message, advice }, wait.itemIndex);
		}
		await pause(delay, signal);
		if (!signal?.aborted) continue;
		const message = `Waiting for ${wait.subject} was cancelled`;
		throw apiError(this, { message, advice: `${LATER}.` }, wait.itemIndex);
	}
}
