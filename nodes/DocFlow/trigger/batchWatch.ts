import { type DocFlowFile, isFinished } from '../files/types';
import { eventOf, type TriggerEvent } from './events';
import { isNew, type Known, knownOf } from './known';
import { fileKey, pack, packKeys, type Runs, unpack, unpackKeys } from './runKeys';
import type { Rules } from './settings';
import type { Watch } from './state';

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

/** How a batch is watched that was read whole, and of which these runs are not to fire. */
export const watchOf = (past: Runs): Watch => (past.size > 0 ? { past: pack(past) } : {});

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
	const toFire = keysToFire(changed, before, eventOf(event), knownOf(watch, known));
	return { ...watch, toFire: packKeys(toFire) };
}

/** The runs of a batch that are not to fire, once it was read whole. */
export function pastRuns(
	files: DocFlowFile[],
	changed: DocFlowFile[],
	watch: Watch | undefined,
	event: TriggerEvent,
	known: Known,
): Runs {
	const seen = [...changed, ...files];
	if (watch !== undefined && watch.toFire === undefined) return stillPast(watch.past, seen);
	const before = unpackKeys(watch?.toFire ?? '');
	const toFire = keysToFire(seen, before, event, knownOf(watch, known));
	return new Map(
		files
			.filter((file) => !toFire.has(fileKey(file)))
			.map((file) => [fileKey(file), event.keyOf(file)]),
	);
}
