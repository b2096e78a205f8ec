import type { IExecuteFunctions } from 'n8n-workflow';

import { deliver, type Order } from '../../delivery';
import { readChoice, readFlag } from '../../parameters/read';
import { safeText } from '../../transport/safeText';
import type { Operation } from '../operation';
import type { Skipped } from './upload/inputFiles';
import { batchModeField, properties, waitForResultsField } from './upload/parameters';
import { readOrder } from './upload/read';
import { addResults, addTaken, reportFailures } from './upload/report';

function hintSkipped(context: IExecuteFunctions, skipped: Skipped[]): void {
	if (skipped.length === 0) return;
	const names = skipped.map(({ item, name, reason }) => `${name} of item ${item} (${reason})`);
	const message = safeText(`Left out: ${names.join('; ')}`);
	context.logger.info(message);
	// Older n8n has no hints.
	context.addExecutionHints?.({ message, location: 'outputPane' });
}

/** File → Upload. All input items are checked before the first byte goes out. */
export const upload: Operation = {
	value: 'upload',
	name: 'Upload',
	action: 'Upload files',
	description: 'Send files to DocFlow, many in one request, and wait for the results if you like',
	properties,
	async execute(context, itemCount, results) {
		const together = readChoice(context, 0, batchModeField) === 'allItems';
		const wait = readFlag(context, 0, waitForResultsField);
		const orders: Order[] = [];
		const skipped: Skipped[] = [];
		for (let item = 0; item < itemCount; item++) {
			try {
				const read = await readOrder(context, item);
				orders.push(read.order);
				skipped.push(...read.skipped);
			} catch (error) {
				results.fail([item], error);
			}
		}
		hintSkipped(context, skipped);
		const withFiles = orders.filter(({ files }) => files.length > 0);
		const sent = await deliver(context, withFiles, together);
		reportFailures(context, sent, results);
		const withTaken = sent.filter(({ taken }) => taken.length > 0);
		if (wait) await addResults(context, withTaken, results);
		else addTaken(withTaken, results);
	},
};
