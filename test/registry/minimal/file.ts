import { item } from '../../support/files';
import type { Minimal } from './types';
import { uploaded } from './uploaded';

/** By operation. */
export const file: Record<string, Minimal> = {
	delete: {
		path: '/file/delete',
		isOnce: true,
		parameters: { fileId: '={{ $input.item.json.file_id }}', confirm: true },
		items: uploaded,
	},
	fetch: {
		path: '/file/fetch',
		parameters: { batchNumber: '={{ $input.item.json.batch_number }}' },
		items: uploaded,
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
