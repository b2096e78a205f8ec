import type { TakenFile } from '../files/types';
import { isRecord } from '../json';
import type { BatchPlace, Before } from './types';

/** What is known of a file: planned (nothing was sent), sent (DocFlow may have it or not), or taken. */
export type FileEntry = { batch: number } & (
	{ state: 'planned' | 'sent' } | { state: 'taken'; stored: TakenFile }
);

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

/** Adds to a journal what another of the same run knows beyond it. */
export function absorb(data: JournalData, other: JournalData): void {
	for (const [key, entry] of Object.entries(other.files)) {
		const own = data.files[key];
		if (own !== undefined && STATES.indexOf(own.state) >= STATES.indexOf(entry.state)) continue;
		data.files[key] = { ...entry, batch: placeIn(data, other.batches[entry.batch]) };
	}
}
