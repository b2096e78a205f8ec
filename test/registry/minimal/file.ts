import { item, uploadTexts } from '../../support/files';
import type { Minimal } from './types';
import { uploaded } from './uploaded';

/** By operation. */
export const file: Record<string, Minimal> = {
	amendCategory: {
		path: '/file/amend_category',
		isOnce: true,
		parameters: {
			taskId: '={{ $json.task_id }}',
			category: 'invoice',
			splitTasks: { values: [{ category: 'invoice', pages: '1' }] },
			cropTasks: { values: [{ childTaskId: '1', category: 'invoice' }] },
		},
		items: uploaded,
	},
	delete: {
		path: '/file/delete',
		isOnce: true,
		parameters: { fileId: '={{ $input.item.json.file_id }}', confirm: true },
		items: uploaded,
	},
	extractFields: {
		path: '/file/extract_fields',
		isOnce: true,
		parameters: {
			taskId: '={{ $json.task_id }}',
			fields: { values: [{ name: "={{ 'Due ' + $itemIndex }}" }] },
			tables: { values: [{ name: 'table2', columns: 'A, B' }] },
		},
		items: uploaded,
	},
	fetch: {
		path: '/file/fetch',
		parameters: { batchNumber: '={{ $input.item.json.batch_number }}' },
		items: uploaded,
	},
	get: {
		path: '/file/fetch',
		parameters: { fileId: '={{ $json.file_id }}' },
		items: uploaded,
	},
	retry: {
		path: '/file/retry',
		isOnce: true,
		parameters: { taskId: '={{ $json.task_id }}' },
		items: uploaded,
	},
	translate: {
		path: '/file/translate',
		isOnce: true,
		parameters: { taskId: '={{ $json.task_id }}' },
		items: uploaded,
	},
	update: {
		path: '/file/update',
		isOnce: true,
		parameters: {
			fileId: '={{ $json.file_id }}',
			fields: { values: [{ name: 'Number', value: '9' }] },
			fieldsJson: '{"Number": "9"}',
			cells: { values: [{ row: 1, column: 'A', value: '5' }] },
		},
		items: async (credential) => {
			const text = 'Number: 1\nA,B,C\n1,2,3';
			const files = [
				...(await uploadTexts(credential, { 'a.txt': text })),
				...(await uploadTexts(credential, { 'b.txt': text })),
			];
			return files.map((json) => ({ json }));
		},
	},
	upload: {
		path: '/file/upload',
		parameters: { binaryPropertyName: 'data' },
		items: async () => [
			await item(['data', 'Number: 1', 'a.txt']),
			await item(['data', 'Number: 2', 'b.txt']),
		],
	},
};
