import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { fetchFiles } from '../../files/list';
import { waitForFiles } from '../../files/wait';
import { optionsField, waitTimeoutProperty } from '../../parameters/fields';
import { readIds, readWorkspace } from '../../parameters/ids';
import { readNumber } from '../../parameters/read';
import { apiError } from '../../transport/errors';
import { limitTo } from '../../transport/limit';
import { type Operation, readRequests } from '../operation';
import { sideBySide } from '../sideBySide';
import { batchNumbers, statusOf } from './status';

/** Questions to DocFlow at the same time. */
const PARALLEL = 3;

type InTurn = ReturnType<typeof limitTo>;

interface Asked {
	workspace_id: string;
	batch_number: string;
	timeout: number;
}

/** A batch once it is finished, as Get Status shows it. @throws DocFlowError when it is not finished in time, or unknown. */
async function waitFor(
	context: IExecuteFunctions,
	{ workspace_id, batch_number, timeout }: Asked,
	itemIndex: number,
	inTurn: InTurn,
	stop: AbortSignal,
): Promise<IDataObject> {
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
		stop,
	});
	if (error === undefined) return statusOf(batch_number, finished);
	throw error;
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
		const asks = groups.flatMap(({ request: { batches, ...asked }, items }) =>
			batches.map((batch_number) => ({ items, asked: { ...asked, batch_number } })),
		);
		const ends = await sideBySide(
			context,
			asks.map(
				({ asked, items }) =>
					async (stop) =>
						await waitFor(context, asked, items[0], inTurn, stop),
			),
		);
		ends.forEach((end, at) => {
			const { items, asked } = asks[at];
			if ('gave' in end) results.add(items, [end.gave]);
			else
				for (const item of items)
					results.fail([item], end.error, [{ batch_number: asked.batch_number }]);
		});
	},
};
