import type { IExecuteFunctions } from 'n8n-workflow';

import type { TakenFile } from '../files/types';
import { isRecord } from '../json';
import { identify } from './identity';
import type { BatchPlace, Before, InputFile, PlannedBatch } from './types';

/** What is known of a file: planned (nothing was sent), sent (DocFlow may have it or not), or taken. */
type FileEntry = { batch: number } & (
	{ state: 'planned' | 'sent' } | { state: 'taken'; stored: TakenFile }
);

interface BatchEntry extends BatchPlace {
	/** Of a given number: what the batch held before; null where nobody could tell. */
	before?: { ids: string[] | null; since?: string };
}

/** The journal as n8n keeps it with the execution: plain JSON. */
export interface JournalData {
	/** How often the node had run before. */
	runIndex: number;
	batches: BatchEntry[];
	/** By what each file is (see `identify`). */
	files: Record<string, FileEntry>;
}

/** Where it stands in the data that an execution keeps for the node. */
const KEY = 'uploads';

const isJournal = (value: unknown): value is JournalData =>
	isRecord(value) &&
	typeof value.runIndex === 'number' &&
	Array.isArray(value.batches) &&
	isRecord(value.files);

/** The data that an execution keeps for this node; what runs a node without an execution keeps none. */
function nodeData(context: IExecuteFunctions): Record<string, unknown> {
	try {
		return context.getContext('node');
	} catch {
		return {};
	}
}

/** How often the node ran before in this execution: a node in a loop, or with two connections, runs several times. */
const runIndexOf = (context: IExecuteFunctions): number =>
	Number(context.evaluateExpression('{{ $runIndex }}', 0));

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

	get runIndex(): number {
		return this.data.runIndex;
	}

	private entryOf(file: InputFile): FileEntry | undefined {
		return this.data.files[this.keys.get(file) ?? ''];
	}

	private set(file: InputFile, entry: FileEntry): void {
		this.data.files[this.keys.get(file) ?? ''] = entry;
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

	private find({ batchNumber, workspace }: BatchPlace): number {
		return this.data.batches.findIndex(
			(one) => one.batchNumber === batchNumber && one.workspace === workspace,
		);
	}

	/** What a batch of a given number held before the first try. */
	beforeOf(batch: BatchPlace): Before | undefined {
		const before = this.data.batches[this.find(batch)]?.before;
		return (
			before && {
				ids: before.ids === null ? undefined : new Set(before.ids),
				...(before.since && { since: before.since }),
			}
		);
	}

	noteBefore(batch: BatchPlace, { ids, since }: Before): void {
		const entry = this.data.batches[this.find(batch)];
		if (entry !== undefined) entry.before = { ids: ids === undefined ? null : [...ids], since };
	}

	/** Notes where all files are to go, before anything is sent. What is known of them from earlier tries stays. */
	plan(batches: PlannedBatch[]): void {
		for (const batch of batches) {
			const { batchNumber, workspace, isGiven } = batch;
			if (this.find(batch) === -1) this.data.batches.push({ batchNumber, workspace, isGiven });
			const at = this.find(batch);
			for (const { file } of batch.members)
				this.set(file, { ...(this.entryOf(file) ?? { state: 'planned' }), batch: at });
		}
	}

	/** Notes a change: `sent` before the first byte goes out, `planned` when DocFlow surely did not take the file. */
	note(files: InputFile[], state: 'planned' | 'sent'): void {
		for (const file of files) this.set(file, { batch: this.entryOf(file)?.batch ?? -1, state });
	}

	noteTaken(pairs: Array<[InputFile, TakenFile]>): void {
		for (const [file, { id, task_id, name, format }] of pairs)
			this.set(file, {
				batch: this.entryOf(file)?.batch ?? -1,
				state: 'taken',
				stored: { id, task_id, name, format },
			});
	}
}

/**
 * The journal of this run of the node: the one that an earlier try has left, or a new one. It is there from now on,
 * so that a run that fails before it sends anything leaves that on record too.
 */
export function openJournal(context: IExecuteFunctions, files: InputFile[]): Journal {
	const kept = nodeData(context);
	const runIndex = runIndexOf(context);
	const left = kept[KEY];
	const isSecondTry = isJournal(left) && left.runIndex === runIndex;
	const data = isSecondTry ? left : { runIndex, batches: [], files: {} };
	kept[KEY] = data;
	return new Journal(data, identify(files), isSecondTry);
}
