import type { Minimal } from './types';
import { uploaded } from './uploaded';

/** By operation. */
export const batch: Record<string, Minimal> = {
	getStatus: {
		path: '/file/fetch',
		parameters: { batchNumbers: '={{ $input.item.json.batch_number }}' },
		items: uploaded,
	},
	wait: {
		path: '/file/fetch',
		parameters: { batchNumbers: '={{ $input.item.json.batch_number }}' },
		items: uploaded,
	},
};
