import type { IExecuteFunctions } from 'n8n-workflow';

import { isRecord } from '../json';
import { keptData } from './execution';

/** What all nodes of an execution have noted together. */
interface FlowData {
	/** How many runs each node has had, by its id: unlike its name and n8n's run index it stays the same in a retry. */
	runs: Record<string, number>;
	/** Ids of files that this execution has put into batches of given numbers, the latest last. */
	ids: string[];
	/** When the first of them began to upload, in epoch milliseconds, and in which execution: a retry is another one. */
	first?: { execution: string; at: number };
}

/** Where it stands in the data that an execution keeps for all its nodes. */
const KEY = 'docFlowUploads';
/** So many ids are kept, lest a loop of thousands of turns fill the execution. */
const MAX_IDS = 1000;

const isFlowData = (value: unknown): value is FlowData =>
	isRecord(value) && isRecord(value.runs) && Array.isArray(value.ids);

/** What the nodes of this execution have noted. */
function flowData(context: IExecuteFunctions): FlowData {
	const kept = keptData(context, 'flow');
	const data = isFlowData(kept[KEY]) ? kept[KEY] : { runs: {}, ids: [] };
	kept[KEY] = data;
	return data;
}

/**
 * The place of a new run among those of the node, from 0. n8n's run index is no such place: after n8n was killed it
 * counts runs that its event log tells of, and a node that was renamed begins anew.
 */
export function nextOrdinal(context: IExecuteFunctions): number {
	const { runs } = flowData(context);
	const { id } = context.getNode();
	const ordinal = runs[id] ?? 0;
	runs[id] = ordinal + 1;
	return ordinal;
}

/** Ids of files that nodes of this execution have put into batches of given numbers. */
export const ownIds = (context: IExecuteFunctions): string[] => flowData(context).ids;

/** Notes files that were taken into a batch of a given number. */
export function noteOwnIds(context: IExecuteFunctions, ids: string[]): void {
	const data = flowData(context);
	data.ids = [...new Set([...data.ids, ...ids])].slice(-MAX_IDS);
}

/** When a node of this execution began to upload first, in epoch milliseconds: now, if none has. */
export function firstUploadAt(context: IExecuteFunctions): number {
	const data = flowData(context);
	const execution = context.getExecutionId();
	if (data.first?.execution !== execution) data.first = { execution, at: Date.now() };
	return data.first.at;
}
