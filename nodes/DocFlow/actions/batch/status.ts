import type { IDataObject } from 'n8n-workflow';

import { type DocFlowFile, failedDocuments, isFinished, statusWord } from '../../files/types';
import { idField } from '../../parameters/fileIds';

/** The batches that an operation is about. */
export const batchNumbers = idField(
	'batchNumbers',
	'Batch Numbers',
	'The batch_number that Upload gave, several with commas between them',
	{ placeholder: 'e.g. 202609150001, 202609150002' },
);

/** A batch as one item: how many of its files are where, whether all are finished, and why some failed. */
export function statusOf(batch_number: string, files: DocFlowFile[]): IDataObject {
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
