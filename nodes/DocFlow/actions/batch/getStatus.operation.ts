import { fetchFiles } from '../../files/list';
import { optionsField } from '../../parameters/fields';
import { readIds, readWorkspace } from '../../parameters/ids';
import { forEachItem, type Operation } from '../operation';
import { batchNumbers, statusOf } from './status';

/** Batch → Get Status. One item for each batch number. */
export const getStatus: Operation = {
	value: 'getStatus',
	name: 'Get Status',
	action: 'Get the status of batches',
	description: 'See how far DocFlow is with batches, and which of their files failed and why',
	properties: [batchNumbers, optionsField()],
	execute: forEachItem(
		async (context, item) => ({
			workspace_id: await readWorkspace(context, item),
			batches: readIds(context, item, batchNumbers),
		}),
		async (context, { workspace_id, batches }, item) => {
			const rows = [];
			for (const batch_number of batches) {
				const files = await fetchFiles(context, { workspace_id, batch_number }, item);
				rows.push({ json: statusOf(batch_number, files) });
			}
			return rows;
		},
	),
};
