import { randomInt } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { digestOf } from './identity';
import type { InputFile } from './types';

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

/**
 * The number of a batch that the node names itself. Where a retry must find it although nothing else was kept, it is
 * the same for the same run of the node (by its `ordinal`) on the same first file: n8n gives each file that it stores an id of its own
 * (BinaryDataService), which a retried execution finds again. Files in memory and addresses have none.
 */
export function ownBatchNumber(
	context: IExecuteFunctions,
	ordinal: number,
	[{ item, content }]: InputFile[],
): string {
	if (content?.id === undefined || !RETRIED_MODES.includes(context.getMode()))
		return newBatchNumber(Date.now());
	const node = [context.getWorkflow().id, context.getNode().id];
	return batchNumberOf(...node, ordinal, item, content.id);
}
