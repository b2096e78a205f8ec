import type { IExecuteFunctions } from 'n8n-workflow';

import { apiError } from '../../../transport/errors';
import { type Cargo, sendUpload } from '../../../transport/upload';
import type { FileToSend } from '../../../transport/uploadBody';
import type { TakenFile } from '../../../types';
import { matchTaken, type PlannedBatch, type PlannedRequest } from './plan';
import type { Source } from './sources';

const PARALLEL_BATCHES = 3;

type Taken = [Source, TakenFile];

const cargoOf = (sources: Source[]): Cargo =>
	sources[0].file === undefined
		? { urls: sources.map(({ origin }) => ('url' in origin ? origin.url : '')) }
		: { files: sources.map(({ file }) => file).filter((file): file is FileToSend => file !== undefined) };

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

/** A batch after its requests: which files DocFlow took, and which not, with the reason. */
export interface SentBatch extends PlannedBatch {
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
export async function sendAll(this: IExecuteFunctions, batches: PlannedBatch[]): Promise<SentBatch[]> {
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
