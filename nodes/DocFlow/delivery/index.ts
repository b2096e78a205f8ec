import type { IExecuteFunctions } from 'n8n-workflow';

import { ownBatchNumber } from './batchNumber';
import { openJournal } from './journal';
import { mayHaveBeenKilled } from './killed';
import { plan } from './plan';
import { sendAll } from './send';
import type { Order, SentBatch } from './types';

export { fatesOf } from './errors';
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
	const journal = openJournal(
		context,
		orders.flatMap(({ files }) => files),
	);
	const batches = plan(
		orders,
		together,
		(file) => journal.placeOf(file),
		(files) => ownBatchNumber(context, journal.runIndex, files),
	);
	journal.plan(batches);
	return await sendAll(context, batches, journal, {
		isRetry: context.getMode() === 'retry',
		wasKilled: !journal.isSecondTry && mayHaveBeenKilled(context),
	});
}
