import type { IDataObject } from 'n8n-workflow';

import { fetchFiles } from '../../files/list';
import { type DocFlowFile, failedDocuments, isFinished, statusWord } from '../../files/types';
import { optionsField } from '../../parameters/fields';
import { idField } from '../../parameters/fileIds';
import { readIds, readWorkspace } from '../../parameters/ids';
import { forEachItem, type Operation } from '../operation';

const batchNumbers = idField(
	'batchNumbers',
	'Batch Numbers',
	'The batch_number that Upload gave, several with commas between them',
	{ placeholder: 'e.g. 202609150001, 202609150002' },
);

/** A batch as one item: how many of its files are where, whether all are finished, and why some failed. */
function statusOf(batch_number: string, files: DocFlowFile[]): IDataObject {
	const counts: Record<string, number> = {};
	for (const { recognition_status } of files) {
		const word = statusWord(recognition_status);
		counts[word] = (counts[word] ?? 0) + 1;
	}
	const failed = files.flatMap(failedDocuments);
	return {
		batch_number,
		is_finished: files.length > 0 && files.every(isFinished),
		file_count: files.length,
		finished_count: files.filter(isFinished).length,
		failed_count: failed.length,
		counts,
		failed: failed.map(({ id, name, failure_causes = null }) => ({
			file_id: id,
			file_name: name,
			failure_reason: failure_causes,
		})),
	};
}

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
