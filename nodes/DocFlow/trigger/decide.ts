import { isAfter } from '../files/ids';
import { type DocFlowFile, isFinished } from '../files/types';
import { fileKey, pack, runKey, type Runs, batchRunKey, unpack, unpackKeys } from './runKeys';
import { type Rules } from './settings';
import type { Watch } from './state';

/** What the trigger knows when it looks at a batch. */
export interface Known {
	/** Remembered runs. */
	memory: Runs;
	/** Files up to this id are old. */
	floor: string;
	/** DocFlow's time, in epoch milliseconds. */
	time: number;
}

/** What comes of a look at a batch. */
export interface Verdict {
	/** Files whose run fires now. */
	fresh: DocFlowFile[];
	/** How the batch is watched from now on; undefined ends the watch. */
	watch?: Watch;
}

/** Whether a finished file's run did not fire before: it differs from the remembered one, or the file is new. */
function isNew(
	file: DocFlowFile,
	again: Set<string>,
	{ memory, floor }: Pick<Known, 'memory' | 'floor'>,
): boolean {
	const key = fileKey(file);
	const remembered = memory.get(key);
	if (again.has(key)) return true;
	return remembered === undefined ? isAfter(file.id, floor) : remembered !== runKey(file);
}

const watchOf = (done: Runs): Watch => (done.size > 0 ? { done: pack(done) } : {});

/**
 * Whether a batch must be read whole, going by those of its files that changed lately. A batch that is being
 * watched and is still unfinished need not be; nor one whose changed files all fired before, or are old ones that
 * a person has touched.
 */
export function mustRead(
	changed: DocFlowFile[],
	watch: Watch | undefined,
	rules: Rules,
	known: Known,
): boolean {
	if (watch === undefined) {
		const mayFire = (file: DocFlowFile) =>
			isNew(file, new Set(), known) && known.memory.get(fileKey(file)) !== runKey(file, true);
		return changed.some((file) => !isFinished(file) || mayFire(file));
	}
	if (watch.toFire !== undefined) return true;
	if (watch.settling !== undefined && known.time >= watch.settling.since + rules.settleMs)
		return true;
	if (changed.length === 0) return false;
	const done = unpack(watch.done ?? '');
	const isFresh = (file: DocFlowFile) =>
		isFinished(file) && done.get(fileKey(file)) !== runKey(file);
	if (rules.event === 'fileFinished' && changed.some(isFresh)) return true;
	return watch.settling === undefined && changed.every(isFinished);
}

/** Keys of the files that run now or whose run is new. */
const pending = (files: DocFlowFile[], again: Set<string>, known: Known): Set<string> =>
	new Set([
		...again,
		...files.filter((file) => !isFinished(file) || isNew(file, again, known)).map(fileKey),
	]);

/** The runs of a batch that are not to fire: what runs again is no longer one of them. */
function stillDone(done: string | undefined, files: DocFlowFile[]): Runs {
	const runs = unpack(done ?? '');
	for (const file of files) if (!isFinished(file)) runs.delete(fileKey(file));
	return runs;
}

/** How a batch is watched that is not read whole now, going by those of its files that changed lately. */
export function watchUnread(changed: DocFlowFile[], watch: Watch | undefined, known: Known): Watch {
	if (watch !== undefined && watch.toFire === undefined)
		return changed.every(isFinished) ? watch : watchOf(stillDone(watch.done, changed));
	return {
		...watch,
		toFire: [...pending(changed, unpackKeys(watch?.toFire ?? ''), known)].join(''),
	};
}

/** The runs of a batch that are not to fire, once it was read whole. */
function doneRuns(
	files: DocFlowFile[],
	changed: DocFlowFile[],
	watch: Watch | undefined,
	known: Known,
): Runs {
	const seen = [...changed, ...files];
	if (watch !== undefined && watch.toFire === undefined) return stillDone(watch.done, seen);
	const fires = pending(seen, unpackKeys(watch?.toFire ?? ''), known);
	return new Map(
		files.filter((file) => !fires.has(fileKey(file))).map((file) => [fileKey(file), runKey(file)]),
	);
}

/**
 * Decides over a batch that was read whole. `files` are all its files, `changed` those that changed lately, as they
 * were seen a moment earlier. A batch fires when every file is finished, with the files whose run is fresh;
 * with `fileFinished` each fresh file fires, whatever the others do.
 */
export function judge(
	files: DocFlowFile[],
	changed: DocFlowFile[],
	watch: Watch | undefined,
	rules: Rules,
	known: Known,
): Verdict {
	const done = doneRuns(files, changed, watch, known);
	const fresh = files.filter(
		(file) => isFinished(file) && done.get(fileKey(file)) !== runKey(file),
	);
	const open = !files.every(isFinished);
	if (rules.event === 'fileFinished') {
		for (const file of fresh) done.set(fileKey(file), runKey(file));
		return { fresh, watch: open ? watchOf(done) : undefined };
	}
	if (open) return { fresh: [], watch: watchOf(done) };
	if (fresh.length === 0) return { fresh };
	if (rules.settleMs > 0) {
		const runs = batchRunKey(files);
		const since = watch?.settling?.runs === runs ? watch.settling.since : known.time;
		if (known.time < since + rules.settleMs)
			return { fresh: [], watch: { ...watchOf(done), settling: { since, runs } } };
	}
	return { fresh };
}
