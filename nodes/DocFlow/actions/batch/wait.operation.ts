import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { fetchFiles } from '../../files/list';
import { waitForFiles } from '../../files/wait';
import { optionsField, waitTimeoutProperty } from '../../parameters/fields';
import { readIds, readWorkspace } from '../../parameters/ids';
import { readNumber } from '../../parameters/read';
import { apiError } from '../../transport/errors';
import { limitTo } from '../../transport/limit';
import { type Operation, readRequests } from '../operation';
import { batchNumbers, statusOf } from './status';

/** Questions to DocFlow at the same time. */
const PARALLEL = 3;

type InTurn = ReturnType<typeof limitTo>;

interface Asked {
	workspace_id: string;
	batch_number: string;
	timeout: number;
}

/** A batch once it is finished, as Get Status shows it; or why it is not. */
async function waitFor(
	context: IExecuteFunctions,
	{ workspace_id, batch_number, timeout }: Asked,
	itemIndex: number,
	inTurn: InTurn,
): Promise<{ json: IDataObject } | { error: unknown }> {
	try {
		const { finished, error } = await waitForFiles(context, {
			subject: `batch ${batch_number}`,
			load: async () => {
				const query = { workspace_id, batch_number };
				const files = await inTurn(async () => await fetchFiles(context, query, itemIndex));
				if (files.length > 0) return files;
				const message = `DocFlow knows no batch ${batch_number}`;
				const advice =
					'Check the number and the workspace: a batch is only in the one it was uploaded to.';
				throw apiError(context, { message, advice }, itemIndex);
			},
			timeout,
			itemIndex,
		});
		return error === undefined ? { json: statusOf(batch_number, finished) } : { error };
	} catch (error) {
		return { error };
	}
}

/** Batch → Wait. All batches of all items are waited for side by side, so that one Wait Timeout holds for all. */
export const waitForBatches: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for batches',
	description:
		'Wait until DocFlow is done with every file of batches; then say, as Get Status does, which of them failed and why',
	properties: [batchNumbers, optionsField(waitTimeoutProperty)],
	async execute(context, itemCount, results) {
		const groups = await readRequests(context, itemCount, results, async (_context, item) => ({
			workspace_id: await readWorkspace(context, item),
			batches: readIds(context, item, batchNumbers),
			timeout: readNumber(context, item, waitTimeoutProperty, 'options'),
		}));
		const inTurn = limitTo(PARALLEL);
		const waits = groups.flatMap(({ request: { batches, ...asked }, items }) =>
			batches.map(async (batch_number) => ({
				items,
				batch_number,
				end: await waitFor(context, { ...asked, batch_number }, items[0], inTurn),
			})),
		);
		for (const { items, batch_number, end } of await Promise.all(waits)) {
			if ('json' in end) results.add(items, [end.json]);
			else for (const item of items) results.fail([item], end.error, [{ batch_number }]);
		}
	},
};
