import type { IExecuteFunctions } from 'n8n-workflow';

import type { TakenFile } from '../files/types';
import { earlierError } from './errors';
import { isRetry, wasSurelyKilled } from './execution';
import { firstUploadAt } from './flow';
import type { Journal } from './journal';
import { inSendingOrder, jobsOf } from './plan';
import type { BatchInWork, InputFile, Job, OpenJob, PlannedBatch, SentBatch } from './types';

/** Time for DocFlow to list what it got from an execution that was killed, from the first upload of its retry on. */
const KILLED_GRACE_MS = 30_000;

/**
 * A batch as it stands before its first request of this try: each file is still to be sent, or taken, or to be looked
 * up first, by what earlier tries have left in the journal. A retry takes nothing for granted: somebody may have
 * deleted what had been taken, and another retry, or an execution that was killed, may have sent what was not.
 */
export function startBatch(
	context: IExecuteFunctions,
	batch: PlannedBatch,
	journal: Journal,
): BatchInWork {
	const isChecked = isRetry(context);
	const taken: Array<[InputFile, TakenFile]> = [];
	const claims = new Map<InputFile, TakenFile>();
	const [planned, sent]: Array<PlannedBatch['members']> = [[], []];
	for (const member of inSendingOrder(batch.members)) {
		const { file } = member;
		const stored = journal.storedAs(file);
		if (stored !== undefined && !isChecked) taken.push([file, stored]);
		else if (stored !== undefined) claims.set(file, stored);
		if (claims.has(file) || journal.stateOf(file) === 'sent') sent.push(member);
		else if (stored === undefined) planned.push(member);
	}
	const isKilled = !journal.isSecondTry && wasSurelyKilled(context);
	const openJobs = (members: PlannedBatch['members'], settledAt?: number): OpenJob[] =>
		jobsOf(members, 0).map((job) => ({
			...job,
			error: earlierError(context, job.files[0]),
			claims,
			settledAt,
			mayBeSent: settledAt === undefined || isKilled,
		}));
	// A journal that was left tells that the execution came to its end; else it may have been killed just now. In a
	// batch that others add to, a longer wait would only make their files look like ours.
	const mayBeLate = !journal.isSecondTry && (isKilled || !batch.isGiven);
	const settledAt = mayBeLate ? firstUploadAt(context) + KILLED_GRACE_MS : 0;
	// In a retry what the batch holds now may be of the execution that is retried.
	const before = journal.beforeOf(batch) ?? (isChecked && batch.isGiven ? { ids: [] } : undefined);
	return {
		...batch,
		taken,
		failed: [],
		hadLoss: sent.some(({ file }) => !claims.has(file)),
		waiting: isChecked ? [] : jobsOf(planned, 1),
		running: [],
		open: [...openJobs(sent), ...(isChecked ? openJobs(planned, settledAt) : [])],
		isLookedUp: false,
		claimed: new Set([...taken, ...claims].map(([, { id }]) => id)),
		before: before && Promise.resolve(before),
	};
}

/**
 * The next request of a batch. While an answer is lost none starts, and two with a file of the same name are
 * never under way at once: so whatever arrives under a name is known to be of one request. Nor does one overtake
 * another with a file of the same name: after a kill they are told apart by which came first.
 */
export function nextJob(
	{ waiting, running, open, isLookedUp }: BatchInWork,
	nameOf: (file: InputFile) => string,
): Job | undefined {
	if (isLookedUp || open.length > 0) return undefined;
	const names = new Set(running.flatMap(({ files }) => files.map(nameOf)));
	return waiting.find(({ files }) => {
		const isFree = !files.some((file) => names.has(nameOf(file)));
		for (const file of files) names.add(nameOf(file));
		return isFree;
	});
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
