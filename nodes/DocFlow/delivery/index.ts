import type { IExecuteFunctions } from 'n8n-workflow';

import { ownBatchNumber } from './batchNumber';
import { journalOf } from './journal';
import { plan } from './plan';
import { sendAll } from './send';
import type { Order, SentBatch } from './types';

export { fatesOf } from './errors';
export { forget } from './journal';
export type { InputFile, Order, RequestSettings, SentBatch } from './types';

/**
 * Sends files to DocFlow, nothing lost and nothing twice: what an earlier try of this run of the node has sent is
 * not sent again. `together` puts all orders without a batch number into one batch. Failures are in what is
 * returned, none is thrown.
 */
export async function deliver(
	context: IExecuteFunctions,
	orders: Order[],
	together: boolean,
): Promise<SentBatch[]> {
	const journal = journalOf(context);
	const batches = plan(orders, together, (key, sources) =>
		ownBatchNumber(context, journal, key, sources),
	);
	return await sendAll(context, batches, journal);
}
