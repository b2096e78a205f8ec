import type { IExecuteFunctions } from 'n8n-workflow';

import { byAge, madeAt } from '../files/ids';
import { lookUpBatch } from '../files/batch';
import { fetchPage, PAGE_SIZE } from '../files/list';
import { rfc3339 } from '../files/time';
import type { TakenFile } from '../files/types';
import { DocFlowError } from '../transport/errors';
import { isTransient } from '../transport/failure';
import { beganAt } from './execution';
import { ownIds } from './flow';
import type { BatchPlace, Before } from './types';

/** Files of a batch that were touched longer ago are not asked for: a batch of a year may hold any number. */
const WINDOW_MS = 3_600_000;
/** By how much the clock of n8n may be off without making the window useless. */
const MAX_CLOCK_OFF_MS = 600_000;
/** A batch in use has had a file in this time; ids that tell another age count from another epoch. */
const MAX_AGE_MS = 31 * 86_400_000;

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
		return { before: { ids: files.map(({ id }) => id), since }, time };
	};
	const now = Date.now();
	const look = async () => {
		const { before, time } = await ask(now);
		return Math.abs(time - now) <= MAX_CLOCK_OFF_MS ? before : (await ask(time)).before;
	};
	return await look().catch((error: unknown) => {
		if (error instanceof DocFlowError && !isTransient(error.failureDetails)) return { ids: [] };
		throw error;
	});
}

/** Differences of the clocks up to this are those of a header that tells whole seconds. */
const EVEN_CLOCK_MS = 1_500;

/**
 * Ids of the files that were made before the execution began, in epoch milliseconds of our clock, which DocFlow's is
 * `ahead` of: none of them is of its making. Where the newest id does not tell a likely time, ids tell nothing.
 */
function olderThan(began: number, ahead: number, files: TakenFile[]): string[] {
	const newest = [...files].sort(byAge).at(-1);
	if (newest === undefined || !files.every(({ id }) => /^\d+$/.test(id))) return [];
	const start = Math.abs(ahead) <= EVEN_CLOCK_MS ? began : began + ahead - EVEN_CLOCK_MS;
	const latest = madeAt(newest.id, Date.now() + MAX_CLOCK_OFF_MS + ahead);
	if (latest === undefined || latest < start - MAX_AGE_MS) return [];
	return files.map(({ id }) => id).filter((id) => (madeAt(id, latest) ?? start) < start);
}

/**
 * What a batch holds now that may be of this execution's making, where it was not there before; and ids of what it
 * surely is not. A batch of the node's own holds nothing else.
 * @throws DocFlowError when DocFlow does not answer.
 */
export async function lookAfter(
	context: IExecuteFunctions,
	{ batchNumber, workspace, isGiven }: BatchPlace,
	{ ids, since: noted }: Before,
	itemIndex: number,
): Promise<{ now: TakenFile[]; before: Set<string> }> {
	const ask = async (since?: string) =>
		await lookUpBatch(context, workspace, batchNumber, itemIndex, since);
	if (!isGiven) return { now: (await ask()).files, before: new Set(ids) };
	const began = beganAt(context);
	const since = noted ?? (began === undefined ? undefined : rfc3339(began - WINDOW_MS));
	const { files, time } = await ask(since);
	const ahead = time - Date.now();
	const isWindow = since === undefined || Math.abs(ahead) <= MAX_CLOCK_OFF_MS;
	const now = isWindow ? files : (await ask()).files;
	const older = began === undefined ? [] : olderThan(began, ahead, now);
	return { now, before: new Set([...ids, ...older, ...ownIds(context)]) };
}
