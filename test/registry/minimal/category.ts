import { item } from '../../support/files';
import { twoCategories } from './catalog';
import type { Minimal } from './types';

const chosen = { categoryId: '={{ $json.category_id }}' };

/** By operation. */
export const category: Record<string, Minimal> = {
	create: {
		path: '/category/create',
		isOnce: true,
		parameters: {
			name: '={{ "new " + $itemIndex }}',
			fields: { values: [{ name: 'Number' }] },
		},
		items: async () => [
			await item(['data', 'Number: 1', 'a.txt']),
			await item(['data', 'Number: 2', 'b.txt']),
		],
	},
	delete: {
		path: '/category/delete',
		isOnce: true,
		parameters: { ...chosen, confirm: true },
		items: twoCategories,
	},
	getAll: {
		path: '/category/list',
		parameters: { returnAll: false, limit: '={{ $json.limit }}' },
		items: async () => [{ json: { limit: 1 } }, { json: { limit: 2 } }],
	},
	update: {
		path: '/category/update',
		parameters: {
			...chosen,
			updateFields: { categoryPrompt: 'A document', enabled: 1 },
		},
		items: twoCategories,
	},
};
