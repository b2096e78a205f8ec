import type { IExecuteFunctions } from 'n8n-workflow';

import { ownBatchNumber } from './batchNumber';
import { openJournal } from './journal';
import { plan } from './plan';
import { sendAll } from './send';
import { inTurn } from './siblings';
import type { Order, SentBatch } from './types';

export { fatesOf } from './fates';
export { storedName } from './identity';
export { type Once, openOnce } from './once';
export { inTurn } from './siblings';
export type { InputFile, Order, SentBatch } from './types';

/**
 * Sends files to DocFlow, nothing lost and nothing twice: what an earlier try of this run of the node has sent is
 * not sent again, whatever was changed in between. `together` puts all orders without a batch number into one batch.
 * Failures are in what is returned, none is thrown.
 */
export async function deliver(
	context: IExecuteFunctions,
	orders: Order[],
	together: boolean,
): Promise<SentBatch[]> {
	return await inTurn(context, async () => {
		const files = orders.flatMap((order) => order.files);
		const journal = openJournal(context, files);
		const batches = plan(
			orders,
			together,
			(file) => journal.placeOf(file),
			(group) => ownBatchNumber(context, journal.ordinal, group, together),
		);
		journal.plan(batches);
		return await sendAll(context, batches, journal);
	});
}
