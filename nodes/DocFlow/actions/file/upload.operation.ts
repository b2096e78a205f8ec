import { randomInt } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { toItems } from '../../output';
import { apiError, inputError } from '../../transport/errors';
import { fetchFiles } from '../../transport/fetchFiles';
import { type Cargo, sendUpload } from '../../transport/upload';
import type { FileToSend } from '../../transport/uploadBody';
import { waitForFiles } from '../../transport/wait';
import type { TakenFile } from '../../types';
import type { Operation, Results } from '../operation';
import { readId, readOutput, readWorkspace } from './parameters';
import { properties, readApiOptions } from './uploadParameters';
import { matchTaken, type Order, plan, type PlannedBatch, type PlannedRequest } from './uploadPlan';
import { binarySources, type Skipped, type Source, urlSources } from './uploadSources';

const PARALLEL_BATCHES = 3;
const MAX_BATCH_NUMBER = 20;

type Taken = [Source, TakenFile];

/** 20 digits like the server's own: milliseconds, then seven random ones, so batches sort by time. */
export function newBatchNumber(now: number): string {
	return `${now}${String(randomInt(10_000_000)).padStart(7, '0')}`;
}

/** What one input item asks for, checked; nothing is sent here. */
async function readOrder(
	context: IExecuteFunctions,
	item: number,
): Promise<{ order: Order; skipped: Skipped[] }> {
	const options = context.getNodeParameter('options', item, {}) as IDataObject;
	let batchNumber: string | undefined;
	if (context.getNodeParameter('batchMode', item) === 'batchNumber') {
		batchNumber = readId(context, item, 'Batch Number', context.getNodeParameter('batchNumber', item));
		if (batchNumber.length > MAX_BATCH_NUMBER)
			throw inputError(
				context,
				item,
				`Batch Number of item ${item} has ${batchNumber.length} characters, DocFlow takes ${MAX_BATCH_NUMBER} at most`,
				'Shorten it.',
			);
	}
	const query = { workspace_id: await readWorkspace(context, item, options), ...readApiOptions(options) };
	const found =
		context.getNodeParameter('source', item) === 'url'
			? { sources: urlSources(context, item, context.getNodeParameter('urls', item)), skipped: [] }
			: await binarySources(
					context,
					item,
					context.getNodeParameter('binaryPropertyName', item) as string,
					options.unsupportedFiles as 'fail' | 'skip' | undefined,
				);
	const settings = {
		query,
		maxFiles: Number(options.maxFilesPerRequest ?? 20),
		maxBytes: Number(options.maxRequestSizeMb ?? 100) * 1024 * 1024,
		timeout: Number(options.timeout ?? 300) * 1000,
	};
	return { order: { item, batchNumber, settings, sources: found.sources }, skipped: found.skipped };
}

const cargoOf = (sources: Source[]): Cargo =>
	sources[0].file === undefined
		? { urls: sources.map(({ origin }) => ('url' in origin ? origin.url : '')) }
		: { files: sources.map(({ file }) => file).filter((file): file is FileToSend => file !== undefined) };

const originJson = ({ name, origin }: Source) => ({ file_name: name, ...origin });

async function sendRequest(
	this: IExecuteFunctions,
	batchNumber: string,
	{ settings, sources }: PlannedRequest,
): Promise<{ taken: Taken[]; failed: Array<[Source, unknown]> }> {
	try {
		const answer = await sendUpload.call(this, {
			batchNumber,
			query: settings.query,
			cargo: cargoOf(sources),
			attempt: 1,
			timeout: settings.timeout,
			itemIndex: sources[0].item,
		});
		const { pairs, notTaken } = matchTaken(sources, answer);
		const refused = notTaken.map((source): [Source, unknown] => {
			const message = `DocFlow did not take "${source.name}" of item ${source.item}`;
			const advice = `It was sent and is not in the answer; ${pairs.length} other files of batch ${batchNumber} are. Check that the file opens and is of a format DocFlow reads, then upload it alone.`;
			return [source, apiError(this, { message, advice }, source.item)];
		});
		return { taken: pairs, failed: refused };
	} catch (error) {
		return { taken: [], failed: sources.map((source) => [source, error]) };
	}
}

interface SentBatch extends PlannedBatch {
	taken: Taken[];
	failed: Array<[Source, unknown]>;
}

/** The requests of a batch one after the other; after a failure only where the workflow continues on fail. */
async function sendBatch(this: IExecuteFunctions, batch: PlannedBatch): Promise<SentBatch> {
	const sent: SentBatch = { ...batch, taken: [], failed: [] };
	for (const request of batch.requests) {
		const { taken, failed } = await sendRequest.call(this, batch.batchNumber, request);
		sent.taken.push(...taken);
		sent.failed.push(...failed);
		if (failed.length > 0 && !this.continueOnFail()) break;
	}
	return sent;
}

/** Batches go out a few at a time; once one has failed no further one starts, unless it continues on fail. */
async function sendAll(this: IExecuteFunctions, batches: PlannedBatch[]): Promise<SentBatch[]> {
	const sent: SentBatch[] = [];
	let next = 0;
	let stop = false;
	const lane = async () => {
		while (next < batches.length && !stop) {
			const at = next++;
			sent[at] = await sendBatch.call(this, batches[at]);
			if (sent[at].failed.length > 0 && !this.continueOnFail()) stop = true;
		}
	};
	await Promise.all(Array.from({ length: PARALLEL_BATCHES }, lane));
	return sent.filter(Boolean);
}

/** Fails the item of each file that did not go up, saying which files did: those must not be sent again. */
function reportFailures(sent: SentBatch[], results: Results): void {
	const up = sent.filter(({ taken }) => taken.length > 0);
	const already = up.map(
		({ batchNumber, taken }) => `${taken.map(([source]) => source.name).join(', ')} (batch ${batchNumber})`,
	);
	for (const { batchNumber, failed } of sent)
		for (const [source, error] of failed) {
			const withDescription = error as { description?: string | null };
			const note = `Already uploaded in this run: ${already.join('; ')}.`;
			if (already.length > 0 && !withDescription.description?.includes(note))
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
		timeout: Number(options.waitTimeout ?? 600),
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
	const message = `Left out: ${names.join('; ')}`;
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
		reportFailures(sent, results);
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
