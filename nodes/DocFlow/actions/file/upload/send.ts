import type { IExecuteFunctions } from 'n8n-workflow';

import { apiError } from '../../../transport/errors';
import { type Cargo, sendUpload } from '../../../transport/upload';
import type { FileToSend } from '../../../transport/uploadBody';
import type { TakenFile } from '../../../types';
import { matchTaken, type PlannedBatch, type PlannedRequest } from './plan';
import type { Source } from './sources';

const PARALLEL_REQUESTS = 3;

type Taken = [Source, TakenFile];

interface SentRequest {
	taken: Taken[];
	failed: Array<[Source, unknown]>;
}

const cargoOf = (sources: Source[]): Cargo =>
	sources[0].file === undefined
		? { urls: sources.map(({ origin }) => ('url' in origin ? origin.url : '')) }
		: { files: sources.map(({ file }) => file).filter((file): file is FileToSend => file !== undefined) };

async function sendRequest(
	this: IExecuteFunctions,
	batchNumber: string,
	{ settings, sources }: PlannedRequest,
): Promise<SentRequest> {
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
export type SentBatch = PlannedBatch & SentRequest;

/**
 * Sends all requests, a few at a time whatever batch they belong to: its number joins them. Once one
 * has failed no further one starts, unless the workflow continues on fail.
 */
export async function sendAll(this: IExecuteFunctions, batches: PlannedBatch[]): Promise<SentBatch[]> {
	const jobs = batches.flatMap((batch) => batch.requests.map((request) => ({ batch, request })));
	const outcomes: SentRequest[] = [];
	let next = 0;
	let stop = false;
	const lane = async () => {
		while (next < jobs.length && !stop) {
			const at = next++;
			const { batch, request } = jobs[at];
			outcomes[at] = await sendRequest.call(this, batch.batchNumber, request);
			if (outcomes[at].failed.length > 0 && !this.continueOnFail()) stop = true;
		}
	};
	await Promise.all(Array.from({ length: PARALLEL_REQUESTS }, lane));
	return batches.map((batch) => {
		const own = outcomes.filter((_outcome, at) => jobs[at].batch === batch);
		return { ...batch, taken: own.flatMap(({ taken }) => taken), failed: own.flatMap(({ failed }) => failed) };
	});
}
