import { type DocFlowFile, isFinished } from '../files/types';
import { pastRuns, watchOf } from './batchWatch';
import { eventOf } from './events';
import { isNew, type Known } from './known';
import { batchRunKey, fileKey, unpackKeys } from './runKeys';
import type { Filters, Rules } from './settings';
import type { Watch } from './state';

/** What comes of a look at a batch. */
export interface Judgement {
	/** Files that fire now. */
	fires: DocFlowFile[];
	/** How the batch is watched from now on; undefined ends the watch. */
	watch?: Watch;
}

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
	if (watch?.unsure === true) return false;
	const awaited = unpackKeys(watch?.toFire ?? '');
	const seen = new Set(changed.map(fileKey));
	if ([...awaited].some((key) => !seen.has(key))) return false;
	const event = eventOf(name);
	return changed.every((file) => awaited.has(fileKey(file)) || isNew(file, event, known));
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
