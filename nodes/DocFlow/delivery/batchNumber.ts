import { createHash, randomInt } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { InputFile, Journal } from './types';

/** A number of 20 digits as the server's own: milliseconds, then seven random ones, so batches sort by time. */
export function newBatchNumber(now: number): string {
	return `${now}${String(randomInt(10_000_000)).padStart(7, '0')}`;
}

const SMALLEST = 10n ** 19n;

/** A number of 20 digits that the same parts always give. */
function batchNumberOf(...parts: string[]): string {
	const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
	return String(SMALLEST + (BigInt(`0x${hash}`) % (9n * SMALLEST)));
}

/** Executions of these kinds read each stored file once, unless somebody retries them. */
const RETRIED_MODES = ['trigger', 'webhook', 'retry'];

/**
 * Whether a later run for the same input would make the same number. n8n gives each file it stores an id of its own
 * (BinaryDataService), which a retried execution finds again; test runs in the editor may upload one file many times.
 */
export const isLasting = (context: IExecuteFunctions, sources: InputFile[]): boolean =>
	RETRIED_MODES.includes(context.getMode()) && sources.every(({ file }) => file?.id !== undefined);

/**
 * The number of a batch that the node names itself: that of an earlier try; else, where that can be, one that a retry
 * makes again although n8n was killed in between and remembers nothing; else a new one.
 */
export function ownBatchNumber(
	context: IExecuteFunctions,
	memory: Journal,
	key: string,
	sources: InputFile[],
): string {
	if (memory[key] !== undefined) return memory[key].batchNumber;
	if (!isLasting(context, sources)) return newBatchNumber(Date.now());
	return batchNumberOf(context.getWorkflow().id ?? '', context.getNode().id, key);
}
