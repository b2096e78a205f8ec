import type { IExecuteFunctions } from 'n8n-workflow';

import { plain } from '../../transport/plain';
import type { Operation } from '../operation';
import { ownBatchNumber } from './upload/batchNumber';
import { readOrder } from './upload/order';
import { properties } from './upload/parameters';
import { type Order, plan } from './upload/plan';
import { addResults, originJson, reportFailures } from './upload/report';
import { forget, memoryOf } from './upload/resume';
import { sendAll } from './upload/send';
import type { Skipped } from './upload/sources';

function hintSkipped(context: IExecuteFunctions, skipped: Skipped[]): void {
	if (skipped.length === 0) return;
	const names = skipped.map(({ item, name, reason }) => `${name} of item ${item} (${reason})`);
	const message = plain(`Left out: ${names.join('; ')}`);
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
	async execute(itemCount, results) {
		const orders: Order[] = [];
		const skipped: Skipped[] = [];
		for (let item = 0; item < itemCount; item++) {
			try {
				const read = await readOrder(this, item);
				orders.push(read.order);
				skipped.push(...read.skipped);
			} catch (error) {
				results.fail([item], error);
			}
		}
		hintSkipped(this, skipped);
		const together = this.getNodeParameter('batchMode', 0) === 'allItems';
		const withFiles = orders.filter(({ sources }) => sources.length > 0);
		const memory = memoryOf(this);
		const batches = plan(withFiles, together, (key, sources) =>
			ownBatchNumber(this, memory, key, sources),
		);
		const sent = await sendAll.call(this, batches, memory);
		reportFailures(this, sent, results);
		const wait = this.getNodeParameter('waitForResults', 0, false) as boolean;
		for (const batch of sent.filter(({ taken }) => taken.length > 0)) {
			if (!wait) {
				for (const [source, { id, task_id, format }] of batch.taken)
					results.add(
						[source.item],
						[
							{
								batch_number: batch.batchNumber,
								file_id: id,
								task_id: task_id ?? null,
								format: format ?? null,
								...originJson(source),
							},
						],
					);
				continue;
			}
			await addResults.call(
				this,
				batch,
				sent.filter((other) => other !== batch),
				results,
			);
		}
		if (!results.hasFailed()) forget(this);
	},
};
