import type { TakenFile } from '../files/types';
import { isRecord } from '../json';
import type { BatchPlace, Before } from './types';

/** What is known of a file: planned (DocFlow does not have it), sent (DocFlow may have it or not), or taken. */
export type Fate = { state: 'planned' | 'sent' } | { state: 'taken'; stored: TakenFile };

/** A file's fate, its batch, and how often it was sent: again after it was lost, or after somebody deleted it. */
export type FileEntry = { batch: number; sends: number } & Fate;

interface BatchEntry extends BatchPlace {
	/** Of a given number: what the batch held before. */
	before?: Before;
}

/** A journal as n8n keeps it with the execution: plain JSON. */
export interface JournalData {
	/** n8n's run index, by which a second try of the run is known. */
	runIndex: number;
	/** The place of the run among those of the node (see `nextOrdinal`). */
	ordinal: number;
	batches: BatchEntry[];
	/** By what each file is (see `identify`). */
	files: Record<string, FileEntry>;
}

export const isJournalData = (value: unknown): value is JournalData =>
	isRecord(value) &&
	typeof value.runIndex === 'number' &&
	typeof value.ordinal === 'number' &&
	Array.isArray(value.batches) &&
	isRecord(value.files);

/** Where a batch stands in a journal; it is added where it is not there. */
export function placeIn({ batches }: JournalData, batch: BatchEntry): number {
	const { batchNumber, workspace } = batch;
	const at = batches.findIndex(
		(one) => one.batchNumber === batchNumber && one.workspace === workspace,
	);
	return at === -1 ? batches.push({ ...batch }) - 1 : at;
}

/** From the least to the most that can have happened to a file. */
const STATES: Array<FileEntry['state']> = ['planned', 'sent', 'taken'];

/** Whether an entry tells what came after another: the file was sent once more since, or more is known of the last time. */
const isLater = (one: FileEntry, other: FileEntry): boolean =>
	one.sends === other.sends
		? STATES.indexOf(one.state) > STATES.indexOf(other.state)
		: one.sends > other.sends;

/** Adds to a journal what another of the same run knows beyond it. */
export function absorb(data: JournalData, other: JournalData): void {
	for (const [key, entry] of Object.entries(other.files)) {
		const own = data.files[key];
		if (own !== undefined && !isLater(entry, own)) continue;
		data.files[key] = { ...entry, batch: placeIn(data, other.batches[entry.batch]) };
	}
}
