import { isAfter } from '../files/ids';
import type { DocFlowFile } from '../files/types';
import type { TriggerEvent } from './events';
import { fileKey, type Runs } from './runKeys';
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

/** What counts for a batch: where all that was known of it is lost, no file is old by its id alone. */
export const knownOf = (watch: Watch | undefined, known: Known): Known =>
	watch?.unsure === true ? { ...known, floor: '0' } : known;
