import type { IExecuteFunctions } from 'n8n-workflow';

import type { TakenFile } from '../files/types';
import { earlierError } from './errors';
import type { Journal } from './journal';
import { jobsOf } from './plan';
import type { BatchInWork, InputFile, Job, OpenJob, PlannedBatch, SentBatch } from './types';

/** Whether an execution that is retried may have sent what the journal does not know of. */
export interface Doubts {
	/** A retry of the same execution may have been here before: it is found by a batch number of the node. */
	isRetry: boolean;
	/** The execution was killed: nothing is known of it. */
	wasKilled: boolean;
}

/** Whether a file that the journal has as planned may have been sent all the same. */
const isDoubted = ({ isGiven }: PlannedBatch, { isRetry, wasKilled }: Doubts): boolean =>
	isGiven ? wasKilled : isRetry;

/**
 * A batch as it stands before its first request of this try: each file is still to be sent, or taken, or to be looked
 * up first, by what earlier tries have left in the journal. A retry takes nothing for granted: somebody may have
 * deleted what had been taken.
 */
export function startBatch(
	context: IExecuteFunctions,
	batch: PlannedBatch,
	journal: Journal,
	doubts: Doubts,
): BatchInWork {
	const taken: Array<[InputFile, TakenFile]> = [];
	const claims = new Map<InputFile, TakenFile>();
	const waiting: PlannedBatch['members'] = [];
	const doubted: PlannedBatch['members'] = [];
	const open: PlannedBatch['members'] = [];
	for (const member of batch.members) {
		const { file } = member;
		const state = journal.stateOf(file);
		const stored = journal.storedAs(file);
		if (stored !== undefined && !doubts.isRetry) taken.push([file, stored]);
		else if (stored !== undefined) claims.set(file, stored);
		if (state === 'sent' || claims.has(file)) open.push(member);
		else if (state === 'planned') (isDoubted(batch, doubts) ? doubted : waiting).push(member);
	}
	const openJobs = (members: PlannedBatch['members'], isOld: boolean): OpenJob[] =>
		jobsOf(members, 0).map((job) => ({
			...job,
			error: earlierError(context, job.files[0]),
			claims,
			isOld,
		}));
	const before = journal.beforeOf(batch);
	return {
		...batch,
		taken,
		failed: [],
		hadLoss: open.length > 0,
		waiting: jobsOf(waiting, 1),
		running: [],
		open: [...openJobs(open, false), ...openJobs(doubted, true)],
		isLookedUp: false,
		claimed: new Set([...taken, ...claims].map(([, { id }]) => id)),
		before:
			before !== undefined
				? Promise.resolve(before)
				: // Whether another execution sent them or they were there before, nobody can tell.
					batch.isGiven && doubted.length > 0
					? Promise.resolve({ ids: undefined })
					: undefined,
	};
}

/**
 * The next request of a batch. While an answer is lost none starts, and two with a file of the same name are
 * never under way at once: so whatever arrives under a name is known to be of one request.
 */
export function nextJob(
	{ waiting, running, open, isLookedUp }: BatchInWork,
	nameOf: (file: InputFile) => string,
): Job | undefined {
	if (isLookedUp || open.length > 0) return undefined;
	const names = new Set(running.flatMap(({ files }) => files.map(nameOf)));
	return waiting.find(({ files }) => !files.some((file) => names.has(nameOf(file))));
}

/** What came of a batch, in the order of its files. */
export function resultOf(batch: BatchInWork): SentBatch {
	const { batchNumber, workspace, isGiven, members, taken, failed, hadLoss } = batch;
	const place = new Map(members.map(({ file }, at) => [file, at]));
	const placeOf = (file: InputFile) => place.get(file) ?? 0;
	return {
		batchNumber,
		workspace,
		isGiven,
		members,
		taken: taken.sort(([a], [b]) => placeOf(a) - placeOf(b)),
		failed: failed.sort((a, b) => placeOf(a.file) - placeOf(b.file)),
		hadLoss,
	};
}
