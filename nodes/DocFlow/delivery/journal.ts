import type { IExecuteFunctions } from 'n8n-workflow';

import type { TakenFile } from '../files/types';
import { keptData, runIndexOf } from './execution';
import { nextOrdinal } from './flow';
import { identify, storedAnew } from './identity';
import { type Fate, type FileEntry, isJournalData, type JournalData, placeIn } from './journalData';
import { shareWithSiblings } from './siblings';
import type { BatchPlace, Before, InputFile, PlannedBatch } from './types';

/** Where it stands in the data that an execution keeps for the node. */
const KEY = 'uploads';

const placeOf = ({ batchNumber, workspace, isGiven }: BatchPlace): BatchPlace => ({
	batchNumber,
	workspace,
	isGiven,
});

/**
 * What became of each file in one run of the node. A second try of the run goes on from it: by Retry On Fail, or when
 * somebody retries the execution. It outlives success, since n8n also repeats a run that went well (when its first
 * item has a column `error`); only that of the latest run is kept, so a loop does not fill the execution.
 */
export class Journal {
	constructor(
		private readonly data: JournalData,
		private readonly keys: ReadonlyMap<InputFile, string>,
		/** Whether an earlier try of this run has left it. */
		readonly isSecondTry: boolean,
	) {}

	get ordinal(): number {
		return this.data.ordinal;
	}

	private entryOf(file: InputFile): FileEntry | undefined {
		return this.data.files[this.keys.get(file) ?? ''];
	}

	private set(file: InputFile, entry: FileEntry): void {
		this.data.files[this.keys.get(file) ?? ''] = entry;
	}

	private change(file: InputFile, fate: Fate, more = 0): void {
		const { batch, sends } = this.entryOf(file) ?? { batch: -1, sends: 0 };
		this.set(file, { batch, sends: sends + more, ...fate });
	}

	stateOf(file: InputFile): FileEntry['state'] {
		return this.entryOf(file)?.state ?? 'planned';
	}

	storedAs(file: InputFile): TakenFile | undefined {
		const entry = this.entryOf(file);
		return entry?.state === 'taken' ? entry.stored : undefined;
	}

	/** The batch that a file went to, or was to go to, at an earlier try. */
	placeOf(file: InputFile): BatchPlace | undefined {
		return this.data.batches[this.entryOf(file)?.batch ?? -1];
	}

	/** What a batch of a given number held before the first try. */
	beforeOf(batch: BatchPlace): Before | undefined {
		return this.data.batches[placeIn(this.data, placeOf(batch))].before;
	}

	noteBefore(batch: BatchPlace, before: Before): void {
		this.data.batches[placeIn(this.data, placeOf(batch))].before = before;
	}

	/** Notes where all files are to go, before anything is sent. What is known of them from earlier tries stays. */
	plan(batches: PlannedBatch[]): void {
		for (const batch of batches) {
			const at = placeIn(this.data, placeOf(batch));
			for (const { file } of batch.members)
				this.set(file, { ...(this.entryOf(file) ?? { state: 'planned', sends: 0 }), batch: at });
		}
	}

	/** Notes files before their first byte goes out. */
	noteSending(files: InputFile[]): void {
		for (const file of files) this.change(file, { state: 'sent' }, 1);
	}

	/** Notes files that DocFlow surely does not have. */
	noteMissing(files: InputFile[]): void {
		for (const file of files) this.change(file, { state: 'planned' });
	}

	/** Notes files that DocFlow may have or not: the next try is to say the same of them. */
	noteUnknown(files: InputFile[]): void {
		for (const file of files) this.change(file, { state: 'sent' });
	}

	noteTaken(pairs: Array<[InputFile, TakenFile]>): void {
		for (const [file, { id, task_id, name, format }] of pairs)
			this.change(file, { state: 'taken', stored: { id, task_id, name, format } });
	}
}

/**
 * The journal of this run of the node: the one that an earlier try has left, or a new one. It is there from now on,
 * so that a run that fails before it sends anything leaves that on record too.
 */
export function openJournal(context: IExecuteFunctions, files: InputFile[]): Journal {
	const kept = keptData(context, 'node');
	const runIndex = runIndexOf(context);
	const left = kept[KEY];
	const isSecondTry = isJournalData(left) && left.runIndex === runIndex;
	const data = isSecondTry
		? left
		: { runIndex, ordinal: nextOrdinal(context), batches: [], files: {} };
	kept[KEY] = data;
	shareWithSiblings(context, data);
	const keys = identify(files);
	for (const [now, before] of storedAnew(Object.keys(data.files), keys.values())) {
		data.files[now] = data.files[before];
		delete data.files[before];
	}
	return new Journal(data, keys, isSecondTry);
}
