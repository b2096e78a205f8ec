import { randomInt } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { toItems } from '../../output';
import { fetchFiles } from '../../transport/fetchFiles';
import { plain } from '../../transport/plain';
import { waitForFiles } from '../../transport/wait';
import type { Operation, Results } from '../operation';
import { readOutput, readWaitTimeout, readWorkspace } from './parameters';
import { readOrder } from './upload/order';
import { properties } from './upload/parameters';
import { fatesOf, type SentBatch } from './upload/outcome';
import { type Order, plan } from './upload/plan';
import { sendAll } from './upload/send';
import type { Skipped, Source } from './upload/sources';

/** 20 digits like the server's own: milliseconds, then seven random ones, so batches sort by time. */
export function newBatchNumber(now: number): string {
	return `${now}${String(randomInt(10_000_000)).padStart(7, '0')}`;
}

const originJson = ({ name, origin }: Source) => ({ file_name: name, ...origin });

/**
 * Fails the item of each file that did not go up, saying which files did: those must not be sent again. The one
 * error of a run that stops tells the fate of every file of the batches that lost an answer.
 */
function reportFailures(context: IExecuteFunctions, sent: SentBatch[], results: Results): void {
	const told = context.continueOnFail() ? [] : sent.filter(({ hadLoss }) => hadLoss);
	const already = sent
		.filter((batch) => batch.taken.length > 0 && !told.includes(batch))
		.map(({ batchNumber, taken }) => `${taken.map(([source]) => source.name).join(', ')} (batch ${batchNumber})`);
	const note = plain([...told.map(fatesOf), ...(already.length > 0 ? [`Already uploaded in this run: ${already.join('; ')}.`] : [])].join(' '));
	for (const { batchNumber, failed } of sent)
		for (const { source, error } of failed) {
			const withDescription = error as { description?: string | null };
			if (note !== '' && !withDescription.description?.includes(note))
				withDescription.description = `${withDescription.description ?? ''} ${note}`.trim();
			results.fail(source.item, error, { batch_number: batchNumber, ...originJson(source) });
		}
}

/** Waits for a batch and adds the items of the files of this run, each paired with its source. */
async function addResults(this: IExecuteFunctions, batch: SentBatch, results: Results): Promise<void> {
	const itemIndex = batch.items[0];
	const options = this.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const query = { workspace_id: await readWorkspace(this, itemIndex, options), batch_number: batch.batchNumber };
	const ids = new Set(batch.taken.map(([, file]) => file.id));
	const files = await waitForFiles.call(this, {
		subject: `batch ${batch.batchNumber}`,
		// Other files of a batch that was there before are neither waited for nor given out.
		load: async () => (await fetchFiles.call(this, query, itemIndex)).filter(({ id }) => ids.has(id)),
		expected: [...ids],
		timeout: readWaitTimeout(this, itemIndex, options),
		itemIndex,
	});
	const byId = new Map(files.map((file) => [file.id, file]));
	for (const [source, { id }] of batch.taken) {
		const own = this.getNodeParameter('options', source.item, {}) as IDataObject;
		const file = byId.get(id);
		if (file === undefined) continue;
		for (const json of toItems(file, readOutput(this, source.item, own))) results.add([source.item], json);
	}
}

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
				results.fail(item, error);
			}
		}
		hintSkipped(this, skipped);
		const together = this.getNodeParameter('batchMode', 0) === 'allItems';
		const withFiles = orders.filter(({ sources }) => sources.length > 0);
		const batches = plan(withFiles, together, () => newBatchNumber(Date.now()));
		const sent = await sendAll.call(this, batches);
		reportFailures(this, sent, results);
		const wait = this.getNodeParameter('waitForResults', 0, false) as boolean;
		for (const batch of sent.filter(({ taken }) => taken.length > 0)) {
			if (!wait) {
				for (const [source, { id, task_id, format }] of batch.taken)
					results.add([source.item], {
						batch_number: batch.batchNumber,
						file_id: id,
						task_id: task_id ?? null,
						format: format ?? null,
						...originJson(source),
					});
				continue;
			}
			try {
				await addResults.call(this, batch, results);
			} catch (error) {
				for (const item of new Set(batch.taken.map(([source]) => source.item)))
					results.fail(item, error, { batch_number: batch.batchNumber });
			}
		}
	},
};
