import type { IExecuteFunctions } from 'n8n-workflow';

import { fetchPage, PAGE_SIZE } from '../files/list';
import { DocFlowError } from '../transport/errors';
import { isTransient } from '../transport/failure';
import type { BatchPlace, Before } from './types';

/** Files of a batch that were touched longer ago are not asked for: a batch of a year may hold any number. */
const WINDOW_MS = 3_600_000;
/** By how much the clock of n8n may be off without making the window useless. */
const MAX_CLOCK_OFF_MS = 600_000;

const rfc3339 = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+/, '');

/**
 * What a batch of a given number holds before anything is sent to it: one question for the files touched in the last
 * hour, on one page. Files that are not on it count as new after a lost answer: then their names prove nothing. A
 * refused question is left open, since it matters only if an answer is lost.
 * @throws DocFlowError when DocFlow does not answer.
 */
export async function lookBefore(
	context: IExecuteFunctions,
	{ batchNumber, workspace }: BatchPlace,
	itemIndex: number,
): Promise<Before> {
	const ask = async (now: number) => {
		const since = rfc3339(now - WINDOW_MS);
		const query = {
			workspace_id: workspace,
			batch_number: batchNumber,
			start_time: since,
			page: 1,
			page_size: PAGE_SIZE,
		};
		const { files, time } = await fetchPage(context, query, itemIndex);
		return { before: { ids: new Set(files.map(({ id }) => id)), since }, time };
	};
	try {
		const now = Date.now();
		const { before, time } = await ask(now);
		return Math.abs(time - now) <= MAX_CLOCK_OFF_MS ? before : (await ask(time)).before;
	} catch (error) {
		if (error instanceof DocFlowError && !isTransient(error.failureDetails))
			return { ids: undefined };
		throw error;
	}
}
