import { twoCategories } from './catalog';
import type { Minimal } from './types';

const chosen = { categoryId: '={{ $json.category_id }}' };
const one = { ...chosen, tableId: 'table1' };

/** By operation. */
export const categoryTable: Record<string, Minimal> = {
	create: {
		path: '/category/tables/batch_add',
		isOnce: true,
		parameters: {
			...chosen,
			name: 'Rows',
			fields: { values: [{ name: 'Article' }] },
			fieldsJson: '[{ "name": "Article" }]',
		},
		items: twoCategories,
	},
	delete: {
		path: '/category/tables/delete',
		isOnce: true,
		parameters: { ...one, confirm: true },
		items: twoCategories,
	},
	getAll: { path: '/category/fields/list', parameters: chosen, items: twoCategories },
	update: {
		path: '/category/tables/batch_update',
		parameters: {
			...one,
			updateFields: { name: 'Rows', prompt: 'All rows' },
			tablesJson: '[{ "table_id": "table1", "name": "Rows" }]',
		},
		items: twoCategories,
	},
};
