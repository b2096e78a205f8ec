import { idBefore, isAfter, latestId, madeAt } from '../files/ids';
import { type DocFlowFile, isFinished, UNFINISHED } from '../files/types';
import { byBatch } from './batches';
import { prune, remember } from './memory';
import type { WorkspaceReader } from './reader';
import { packKeys } from './runKeys';
import type { Rules } from './settings';
import type { Limits, PollState, Watch } from './state';
import { readSince } from './window';

/** Files at each end of the whole list that are asked for their ids. */
const EDGE = 100;

/**
 * The files at both ends of the whole list. When nothing has been touched for long, the newest file is among
 * them, whichever way the list is sorted.
 */
async function readEdges(reader: WorkspaceReader): Promise<{ files: DocFlowFile[]; time: number }> {
	const first = await reader.page({ page: 1, page_size: EDGE });
	const pages = Math.ceil(first.total / EDGE);
	if (!(pages > 1)) return first;
	const last = await reader.page({ page: pages, page_size: EDGE });
	return { files: [...first.files, ...last.files], time: first.time };
}

/**
 * The first poll: nothing fires. Every batch that is unfinished now is watched, however long ago it was uploaded;
 * all that is finished counts as old.
 * @throws Error when DocFlow can't be read.
 */
export async function baseline(
	reader: WorkspaceReader,
	scope: string,
	{ event }: Pick<Rules, 'event'>,
	limits: Limits,
): Promise<PollState> {
	let open: DocFlowFile[] = [];
	let cursor: number | undefined;
	// From the last step back to the first: a file that moves on meanwhile has not long finished when its turn is over.
	for (const recognition_status of UNFINISHED) {
		const { files, time } = await readSince(reader, { recognition_status }, 0);
		open = open.concat(files);
		cursor ??= time;
	}
	const edges = await readEdges(reader);
	cursor ??= edges.time;
	const margin = limits.overlapMs + limits.lateMs;
	const known = latestId(
		[...open, ...edges.files].map(({ id }) => id),
		'0',
	);
	const made = madeAt(known, cursor + margin);
	const { files: recent } = await readSince(reader, {}, Math.min(cursor, made ?? cursor) - margin);
	open = open.concat(recent.filter((file) => !isFinished(file)));
	const newest = latestId(
		recent.map(({ id }) => id),
		known,
	);
	// Ids a little below the newest may still come to light; what of them is known is remembered below. Where the ids
	// don't tell their time, there is no such margin.
	const floor = made === undefined ? newest : idBefore(newest, limits.lateMs);
	const watchOf = (files: DocFlowFile[]): Watch =>
		event === 'batchFinished' ? {} : { toFire: packKeys(files) };
	const watched = new Map([...byBatch(open)].map(([batch, files]) => [batch, watchOf(files)]));
	const isOld = (file: DocFlowFile) =>
		isFinished(file) && (event === 'fileFinished' || !watched.has(file.batch_number ?? ''));
	const old = recent.filter((file) => isOld(file) && isAfter(file.id, floor));
	return prune(
		{
			scope,
			cursor,
			newest,
			floor,
			watched: Object.fromEntries(watched),
			fired: remember([], old, []),
			turn: 0,
		},
		limits,
	);
}
