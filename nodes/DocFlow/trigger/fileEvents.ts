import type { DocFlowFile } from '../files/types';
import type { Judgement } from './batchEvents';
import { eventOf } from './events';
import { isNew, type Known, knownOf } from './known';
import { fileKey, packKeys, unpackKeys } from './runKeys';
import type { Rules } from './settings';
import type { Watch } from './state';

/** Files of no batch that are watched at most: nothing tells which of them were deleted. */
const MOST_WITHOUT_BATCH = 1_000;

/** Files as they were seen last. */
export const latestOf = (files: DocFlowFile[]): DocFlowFile[] => [
	...new Map(files.map((file) => [file.id, file])).values(),
];

/** Whether there is anything to decide over, going by the files of a batch that changed lately. */
export function mayFire(
	changed: DocFlowFile[],
	watch: Watch | undefined,
	{ event: name }: Pick<Rules, 'event'>,
	known: Known,
): boolean {
	const event = eventOf(name);
	if (watch?.waits === true || watch?.failures !== undefined) return true;
	const awaited = unpackKeys(watch?.toFire ?? '');
	const isAwaited = (file: DocFlowFile) => awaited.has(fileKey(file)) || isNew(file, event, known);
	return changed.some((file) => (event.isDue(file) ? isAwaited(file) : !event.firesOld));
}

/**
 * Whether the files of a batch that changed lately are all that is to be decided of it: what waits for its turn, or
 * could not be read, may have changed long ago.
 */
export function showsWaiting(changed: DocFlowFile[], watch: Watch | undefined): boolean {
	if (watch?.waits !== true && watch?.failures === undefined) return true;
	if (watch.unsure === true) return false;
	const seen = new Set(changed.map(fileKey));
	return [...unpackKeys(watch.toFire ?? '')].every((key) => seen.has(key));
}

/**
 * Decides over files that fire one by one. `files` are those of a batch in the order in which they were read; one that
 * came to be due meanwhile is among them twice. `isWhole` tells that the batch holds no others.
 */
export function judgeFiles(
	files: DocFlowFile[],
	watch: Watch | undefined,
	{ event: name }: Pick<Rules, 'event'>,
	known: Known,
	isWhole: boolean,
): Judgement {
	const event = eventOf(name);
	const notDue = files.filter((file) => !event.isDue(file)).map(fileKey);
	// What was seen not due is due anew, whatever is remembered of it.
	const awaited = new Set([...unpackKeys(watch?.toFire ?? ''), ...notDue]);
	const latest = latestOf(files);
	const fires = latest.filter(
		(file) =>
			event.isDue(file) &&
			(awaited.has(fileKey(file)) || isNew(file, event, knownOf(watch, known))),
	);
	if (event.firesOld) return { fires };
	for (const file of fires) awaited.delete(fileKey(file));
	const there = new Set(latest.map(fileKey));
	const left = [...awaited].filter((key) => !isWhole || there.has(key));
	return { fires, watch: left.length > 0 ? { toFire: packKeys(left) } : undefined };
}

/** The watch of files that have no batch, kept small. */
export const cutWatch = ({ toFire = '', ...watch }: Watch): Watch => ({
	...watch,
	toFire: packKeys([...unpackKeys(toFire)].slice(-MOST_WITHOUT_BATCH)),
});
