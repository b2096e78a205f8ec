import type { IExecuteFunctions } from 'n8n-workflow';

import { beganAt, isRetry } from './execution';
import { absorb, type JournalData } from './journalData';

const MAX_REMEMBERED = 200;

/**
 * What this process remembers of retries. n8n gives each retry of an execution the journal of that execution, not
 * that of other retries. It only makes more known: after a restart, or with another worker, a look has to do.
 */
export class Remembered<T> {
	private readonly byRun = new Map<string, T>();

	/** What another retry has left of one of the node's runs, by the run's place; from now on `data` is left of it. */
	exchange(context: IExecuteFunctions, place: number, data: T): T | undefined {
		const family = familyOf(context);
		if (family === undefined) return undefined;
		const key = `${family} ${place}`;
		const known = this.byRun.get(key);
		this.byRun.delete(key);
		this.byRun.set(key, data);
		const [oldest] = this.byRun.keys();
		if (this.byRun.size > MAX_REMEMBERED) this.byRun.delete(oldest);
		return known;
	}
}

const journals = new Remembered<JournalData>();

const turns = new Map<string, Promise<unknown>>();

/** The node in an execution and all its retries; undefined where that is no retry, or n8n does not keep its beginning. */
function familyOf(context: IExecuteFunctions): string | undefined {
	const began = beganAt(context);
	if (!isRetry(context) || began === undefined) return undefined;
	return JSON.stringify([context.getWorkflow().id, context.getNode().id, began]);
}

/** Ends when the execution is cancelled. */
const cancelled = async (signal: AbortSignal | undefined): Promise<void> =>
	await new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));

/** Lets retries of one execution work one after the other: somebody may press Retry twice. */
export async function inTurn<T>(context: IExecuteFunctions, work: () => Promise<T>): Promise<T> {
	const family = familyOf(context);
	if (family === undefined) return await work();
	const before = turns.get(family);
	let end = () => {};
	const turn = new Promise<void>((resolve) => (end = resolve));
	turns.set(family, turn);
	try {
		if (before !== undefined)
			await Promise.race([before, cancelled(context.getExecutionCancelSignal?.())]);
		return await work();
	} finally {
		end();
		if (turns.get(family) === turn) turns.delete(family);
	}
}

/** Adds to a journal what other retries of the execution have done in this run of the node, and remembers it for the next. */
export function shareWithSiblings(context: IExecuteFunctions, data: JournalData): void {
	const known = journals.exchange(context, data.ordinal, data);
	if (known !== undefined) absorb(data, known);
}
