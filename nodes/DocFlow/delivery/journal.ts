import type { IExecuteFunctions } from 'n8n-workflow';

import type { TakenFile } from '../files/types';
import {
	type BatchInWork,
	type InputFile,
	Journal,
	JournalEntry,
	type PlannedBatch,
} from './types';

/** A node in a loop runs several times in one execution. */
const runOf = (context: IExecuteFunctions): string =>
	`uploads of run ${String(context.evaluateExpression('{{ $runIndex }}', 0))}`;

/** The data that an execution keeps for this node; what runs a node without an execution keeps none. */
function nodeData(context: IExecuteFunctions): Record<string, unknown> {
	try {
		return context.getContext('node');
	} catch {
		return {};
	}
}

/** What earlier tries of this run of the node have kept; what is written into it stays for the next. */
export const journalOf = (context: IExecuteFunctions): Journal =>
	(nodeData(context)[runOf(context)] ??= {}) as Journal;

/** To be called when there is nothing to try again, so that the saved execution stays small. */
export function forget(context: IExecuteFunctions): void {
	delete nodeData(context)[runOf(context)];
}

/** In the order of the input, which does not depend on how they are packed. */
const sourcesOf = ({ requests }: Pick<PlannedBatch, 'requests'>): InputFile[] =>
	requests.flatMap(({ sources }) => sources).sort((a, b) => a.item - b.item);

/** Notes how a batch stands, to be called whenever that changes. */
export async function recordBatch(memory: Journal, batch: BatchInWork): Promise<void> {
	const { key, batchNumber, taken, running, lost, failed } = batch;
	const before = await batch.before;
	const place = new Map(sourcesOf(batch).map((source, at) => [source, at]));
	const open = [...running, ...lost.map(({ job }) => job)].flatMap(({ sources }) => sources);
	const unknown = failed.filter((one) => one.unknown).map(({ source }) => source);
	memory[key] = {
		batchNumber,
		before: before === undefined ? null : [...before],
		taken: Object.fromEntries(
			taken.map(([source, { id, task_id, name, format }]) => [
				place.get(source),
				{ id, task_id, name, format },
			]),
		),
		open: [...open, ...unknown].map((source) => place.get(source) ?? -1),
	};
}

/** The files of a batch by what an earlier try has left: taken, possibly taken, and surely not taken. */
export function splitByEntry(
	batch: PlannedBatch,
	{ taken, open }: JournalEntry,
): { taken: Array<[InputFile, TakenFile]>; open: Set<InputFile> } {
	const sources = sourcesOf(batch);
	return {
		taken: sources.flatMap((source, at): Array<[InputFile, TakenFile]> =>
			taken[at] === undefined ? [] : [[source, taken[at]]],
		),
		open: new Set(open.map((at) => sources[at])),
	};
}
