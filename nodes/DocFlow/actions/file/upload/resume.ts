import type { IExecuteFunctions } from 'n8n-workflow';

import type { TakenFile } from '../../../types';
import type { OpenBatch } from './batch';
import type { PlannedBatch } from './plan';
import type { Source } from './sources';

/**
 * What is known of a batch when the node runs a second time for the same input: by Retry On Fail, or because
 * somebody retries a failed execution. n8n keeps it with the execution, as plain JSON.
 */
export interface Kept {
	batchNumber: string;
	/** Ids the batch held before the first try; null where nobody could tell. */
	before: string[] | null;
	/** The files taken, by their place in the batch. */
	taken: Record<string, TakenFile>;
	/** Places of files that were sent, and that DocFlow may have or not. */
	open: number[];
}

/** All batches of one run of the node by their key. */
export type Memory = Record<string, Kept>;

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
export const memoryOf = (context: IExecuteFunctions): Memory =>
	(nodeData(context)[runOf(context)] ??= {}) as Memory;

/** To be called when there is nothing to try again, so that the saved execution stays small. */
export function forget(context: IExecuteFunctions): void {
	delete nodeData(context)[runOf(context)];
}

/** In the order of the input, which does not depend on how they are packed. */
const sourcesOf = ({ requests }: Pick<PlannedBatch, 'requests'>): Source[] =>
	requests.flatMap(({ sources }) => sources).sort((a, b) => a.item - b.item);

/** Notes how a batch stands, to be called whenever that changes. */
export async function keep(memory: Memory, batch: OpenBatch): Promise<void> {
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
export function splitByKept(
	batch: PlannedBatch,
	{ taken, open }: Kept,
): { taken: Array<[Source, TakenFile]>; open: Set<Source> } {
	const sources = sourcesOf(batch);
	return {
		taken: sources.flatMap((source, at): Array<[Source, TakenFile]> =>
			taken[at] === undefined ? [] : [[source, taken[at]]],
		),
		open: new Set(open.map((at) => sources[at])),
	};
}
