import type { IExecuteFunctions } from 'n8n-workflow';

import { apiError, DocFlowError } from './errors';
import { askedDelay, pause } from './pause';
import { isForeign, isTransient, isUnsettled } from './failure';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/** Something of DocFlow's that comes to an end. */
export interface Wait<T> {
	/** What is waited for, such as `batch 20260915…` or `review task 31415926`. */
	subject: string;
	/** Asks how it stands. */
	read: () => Promise<T>;
	isDone: (state: T) => boolean;
	/** Seconds. */
	timeout: number;
	/** How the result is got later, when the execution is cancelled meanwhile. */
	later: string;
	itemIndex: number;
	/** Ends the waiting before its time, since nobody will see what it gives. */
	stop?: AbortSignal;
}

/** How waiting ended: with the end of what was waited for, or with how it stood last when the time was over. */
export type WaitEnd<T> =
	| { isDone: true; state: T }
	| {
			isDone: false;
			/** None when no question got an answer. */
			state?: T;
			/** The title of an error: what is not finished, after how long. */
			message: string;
			/** Why the last question got no answer, where it got none. */
			failure?: DocFlowError;
	  };

/**
 * An error after which the next round may get an answer: none came, or one that says nothing. Once DocFlow has answered,
 * whatever page a gateway gives in its place passes as well, as while DocFlow is deployed anew.
 * @throws every other error, as it is.
 */
function passing(error: unknown, hasAnswered: boolean): DocFlowError {
	if (error instanceof DocFlowError) {
		const { failureDetails: failure } = error;
		if (isTransient(failure) || isUnsettled(failure) || (hasAnswered && isForeign(failure)))
			return error;
	}
	throw error;
}

/**
 * Asks until it is done: at once, after 1 s, then ever less often down to every 10 s. Passing errors of DocFlow or the
 * network are waited through, a `Retry-After` as long as it asks.
 * @throws DocFlowError when DocFlow refuses the question, or when the execution is cancelled or the waiting stopped.
 */
export async function waitUntil<T>(
	context: IExecuteFunctions,
	{ subject, read, isDone, timeout, later, itemIndex, stop }: Wait<T>,
): Promise<WaitEnd<T>> {
	const start = Date.now();
	const ends = [context.getExecutionCancelSignal?.(), stop].filter((one) => one !== undefined);
	const signal = AbortSignal.any(ends);
	let state: T | undefined;
	let failure: DocFlowError | undefined;
	for (let delay = FIRST_PAUSE_MS; ; delay = Math.min(delay * 1.5, LONGEST_PAUSE_MS)) {
		try {
			state = await read();
			if (isDone(state)) return { isDone: true, state };
			failure = undefined;
		} catch (error) {
			if (!signal?.aborted) failure = passing(error, state !== undefined);
		}
		const spent = Date.now() - start;
		const left = timeout * 1000 - spent;
		if (left <= 0 && !signal?.aborted) {
			const message = `DocFlow is not finished with ${subject} after ${Math.round(spent / 1000)} s`;
			return { isDone: false, state, message, failure };
		}
		const asked = askedDelay(failure?.failureDetails.retryAfter, Date.now()) ?? 0;
		await pause(Math.min(Math.max(delay, asked), left), signal);
		if (!signal?.aborted) continue;
		const message = `Waiting for ${subject} was cancelled`;
		throw apiError(context, { message, advice: later }, itemIndex);
	}
}
