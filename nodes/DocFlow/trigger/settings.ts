export type TriggerEvent = 'batchFinished' | 'fileFinished';

/** What decides when a batch or a file fires. */
export interface Rules {
	event: TriggerEvent;
	/** Milliseconds that a batch must stay as it is after it finished. */
	settleMs: number;
}

/** Which of the finished files and batches the user wants. */
export interface Filters {
	/** Only files of this category; every one when empty. */
	category: string;
	outcome: 'any' | 'allSucceeded' | 'someFailed';
}

export interface TriggerSettings extends Rules, Filters {
	/** Batches that fire in one poll; the others follow in the next. */
	maxBatches: number;
}
