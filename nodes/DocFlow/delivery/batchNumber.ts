import { randomInt } from 'crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { beganAt } from './execution';
import { digestOf, storedName } from './identity';
import type { Order } from './types';

/** Numbers of the node have 19 digits and stay below 2^63: a service may keep them as 64-bit integers. */
const SMALLEST = 10n ** 18n;
const END = 2n ** 63n;
const PER_MS = 1_000_000;

let last = 0n;

/** A number that sorts by time: epoch milliseconds, then six random digits. No two of this process are the same. */
export function newBatchNumber(now: number): string {
	const made = BigInt(now) * BigInt(PER_MS) + BigInt(randomInt(PER_MS));
	last = made > last ? made : last + 1n;
	return String(last);
}

/** A number that the same parts always give. */
export const batchNumberOf = (...parts: unknown[]): string =>
	String(SMALLEST + (BigInt(`0x${digestOf(...parts)}`) % (END - SMALLEST)));

/** Executions that somebody may retry after n8n was killed in the middle. A test in the editor may upload one file many times. */
const RETRIED_MODES = ['trigger', 'webhook', 'retry'];

/** n8n's ids of the stored files of some input items, whichever of them go up and in which order. */
const storedIn = (inputs: INodeExecutionData[]): string[] =>
	inputs
		.flatMap(({ binary = {} }) => Object.values(binary))
		.flatMap(({ id }) => (typeof id === 'string' ? [storedName(id)] : []))
		.sort();

/** What input items are without stored files: their json, and the names and sizes of the files in it. */
const lookOf = (inputs: INodeExecutionData[]): unknown[] =>
	inputs.map(({ json, binary = {} }) => [
		json,
		Object.entries(binary).map(([field, { fileName, data }]) => [field, fileName, data?.length]),
	]);

/**
 * The number of a batch that the node names itself, for one input item or for all. Where a retry must find it although
 * nothing else was kept, it is the same for the same run of the node (by its `ordinal`) on the same items. n8n gives each file
 * that it stores an id of its own (BinaryDataService), which a retried execution finds again. Addresses and files in
 * memory have none: they are told by when the execution began, and by all that the items hold.
 */
export function ownBatchNumber(
	context: IExecuteFunctions,
	ordinal: number,
	[{ item, settings }]: Order[],
	together: boolean,
): string {
	if (!RETRIED_MODES.includes(context.getMode())) return newBatchNumber(Date.now());
	const all = context.getInputData();
	const inputs = together ? all : [all[item]];
	const stored = storedIn(inputs);
	const began = beganAt(context);
	if (stored.length === 0 && began === undefined) return newBatchNumber(Date.now());
	const node = [context.getWorkflow().id, context.getNode().id];
	const which = [together ? 'all' : item, settings.query.workspace_id];
	return batchNumberOf(
		...node,
		ordinal,
		...which,
		...(stored.length > 0 ? stored : [began, lookOf(inputs)]),
	);
}
