import type { EventName, Verdict } from './events';

/** What decides when a batch or a file fires. */
export interface Rules {
	event: EventName;
	/** Milliseconds that a batch must stay as it is after it finished. */
	settleMs: number;
}

/** Which of the batches and files that are due the user wants. */
export interface Filters {
	/** Only files of this category; every one when empty. */
	category: string;
	outcome: 'any' | 'allSucceeded' | 'someFailed';
	verdict: 'any' | Verdict;
}

export interface TriggerSettings extends Rules, Filters {
	/** Batches that fire in one poll; the others follow in the next. */
	maxBatches: number;
}
