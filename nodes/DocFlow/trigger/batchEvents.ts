import { isAfter } from '../files/ids';
import { type DocFlowFile, isFinished } from '../files/types';
import { eventOf, type TriggerEvent } from './events';
import { batchRunKey, fileKey, pack, packKeys, type Runs, unpack, unpackKeys } from './runKeys';
import type { Filters, Rules } from './settings';
import type { Watch } from './state';

/** What the trigger knows when it looks at a batch. */
export interface Known {
	/** Remembered runs. */
	remembered: Runs;
	/** Files up to this id are old. */
	floor: string;
	/** DocFlow's `Date`, in epoch milliseconds. */
	date: number;
}

/** What comes of a look at a batch. */
export interface Judgement {
	/** Files that fire now. */
	fires: DocFlowFile[];
	/** How the batch is watched from now on; undefined ends the watch. */
	watch?: Watch;
}

/** Whether a file did not fire before, as it is now: it differs from what is remembered of it, or it is new. */
export function isNew(
	file: DocFlowFile,
	event: TriggerEvent,
	{ remembered, floor }: Pick<Known, 'remembered' | 'floor'>,
): boolean {
	const before = remembered.get(fileKey(file));
	if (before === undefined) return event.firesOld || isAfter(file.id, floor);
	return before !== event.keyOf(file);
}

/** Keys of the files that are to fire when they are due: those that run now, those that are new, and the ones given. */
function keysToFire(
	files: DocFlowFile[],
	before: Set<string>,
	event: TriggerEvent,
	known: Known,
): Set<string> {
	const isAwaited = (file: DocFlowFile) => !event.isDue(file) || isNew(file, event, known);
	return new Set([...before, ...files.filter(isAwaited).map(fileKey)]);
}

const watchOf = (past: Runs): Watch => (past.size > 0 ? { past: pack(past) } : {});

/** Whether the settle time has passed; after a clock was put back it has, since it could last for hours. */
const hasSettled = (since: number, settleMs: number, { date }: Known): boolean =>
	date >= since + settleMs || date < since;

/**
 * Whether a batch must be read whole, going by those of its files that changed lately. A batch that is being
 * watched and is still unfinished need not be; nor one whose changed files all fired before, or are old ones that
 * a person has touched.
 */
export function mustRead(
	changed: DocFlowFile[],
	watch: Watch | undefined,
	{ event: name, settleMs }: Rules,
	known: Known,
): boolean {
	const event = eventOf(name);
	if (watch === undefined) {
		const mayFire = (file: DocFlowFile) =>
			isNew(file, event, known) && known.remembered.get(fileKey(file)) !== event.keyOf(file, true);
		return changed.some((file) => !isFinished(file) || mayFire(file));
	}
	if (watch.waits === true || watch.failures !== undefined) return true;
	if (watch.settling !== undefined && hasSettled(watch.settling.since, settleMs, known))
		return true;
	if (changed.length === 0) return false;
	return watch.settling === undefined && changed.every(isFinished);
}

/**
 * Whether the files of a batch that changed lately are all that could fire of it, so that it need not be read: it was
 * never read whole, and each of its files that is to fire is among them. `changed` must be whole, with documents.
 */
export function tellsAll(
	changed: DocFlowFile[],
	watch: Watch | undefined,
	{ event: name, settleMs, outcome }: Rules & Pick<Filters, 'outcome'>,
	known: Known,
): boolean {
	// The outcome is that of all files of a batch, and settling asks whether any changed.
	if (outcome !== 'any' || settleMs > 0 || changed.length === 0) return false;
	if (watch !== undefined && (watch.toFire === undefined || watch.failures !== undefined))
		return false;
	const awaited = unpackKeys(watch?.toFire ?? '');
	const seen = new Set(changed.map(fileKey));
	if ([...awaited].some((key) => !seen.has(key))) return false;
	const event = eventOf(name);
	return changed.every((file) => awaited.has(fileKey(file)) || isNew(file, event, known));
}

/** The runs of a batch that are not to fire: what runs again is no longer one of them. */
function stillPast(past: string | undefined, files: DocFlowFile[]): Runs {
	const runs = unpack(past ?? '');
	for (const file of files) if (!isFinished(file)) runs.delete(fileKey(file));
	return runs;
}

/** How a batch that was read whole is watched on, once some of its files are seen; what runs again is to fire. */
export const watchAgain = (watch: Watch, seen: DocFlowFile[]): Watch =>
	seen.every(isFinished) ? watch : watchOf(stillPast(watch.past, seen));

/** How a batch is watched that is not read whole now, going by those of its files that changed lately. */
export function watchUnread(
	changed: DocFlowFile[],
	watch: Watch | undefined,
	{ event }: Pick<Rules, 'event'>,
	known: Known,
): Watch {
	if (watch !== undefined && watch.toFire === undefined) return watchAgain(watch, changed);
	const before = unpackKeys(watch?.toFire ?? '');
	return { ...watch, toFire: packKeys(keysToFire(changed, before, eventOf(event), known)) };
}

/** The runs of a batch that are not to fire, once it was read whole. */
function pastRuns(
	files: DocFlowFile[],
	changed: DocFlowFile[],
	watch: Watch | undefined,
	event: TriggerEvent,
	known: Known,
): Runs {
	const seen = [...changed, ...files];
	if (watch !== undefined && watch.toFire === undefined) return stillPast(watch.past, seen);
	const toFire = keysToFire(seen, unpackKeys(watch?.toFire ?? ''), event, known);
	return new Map(
		files
			.filter((file) => !toFire.has(fileKey(file)))
			.map((file) => [fileKey(file), event.keyOf(file)]),
	);
}

/**
 * Decides over a batch that was read whole. `files` are all its files, `changed` those that changed lately, as they
 * were seen a moment earlier. A batch fires when every file is finished, with the files that did not fire before.
 */
export function judgeBatch(
	files: DocFlowFile[],
	changed: DocFlowFile[],
	watch: Watch | undefined,
	{ event: name, settleMs }: Rules,
	known: Known,
): Judgement {
	const event = eventOf(name);
	const past = pastRuns(files, changed, watch, event, known);
	if (!files.every(isFinished)) return { fires: [], watch: watchOf(past) };
	const fires = files.filter((file) => past.get(fileKey(file)) !== event.keyOf(file));
	if (fires.length > 0 && settleMs > 0) {
		const runs = batchRunKey(files);
		const since = watch?.settling?.runs === runs ? watch.settling.since : known.date;
		if (!hasSettled(since, settleMs, known))
			return { fires: [], watch: { ...watchOf(past), settling: { since, runs } } };
	}
	return { fires };
}
