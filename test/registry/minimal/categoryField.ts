import { twoCategories } from './catalog';
import type { Minimal } from './types';

const chosen = { categoryId: '={{ $json.category_id }}' };
const one = { ...chosen, fieldId: 'Total Due' };

/** By operation. */
export const categoryField: Record<string, Minimal> = {
	create: {
		path: '/category/fields/batch_add',
		isOnce: true,
		parameters: {
			...chosen,
			fields: { values: [{ name: 'Total' }] },
			fieldsJson: '[{ "name": "Total" }]',
		},
		items: twoCategories,
	},
	delete: {
		path: '/category/fields/delete',
		isOnce: true,
		parameters: { ...one, confirm: true },
		items: twoCategories,
	},
	getAll: { path: '/category/fields/list', parameters: chosen, items: twoCategories },
	update: {
		path: '/category/fields/batch_update',
		parameters: {
			...one,
			updateFields: { name: 'No.', description: 'The number' },
			fieldsJson: '[{ "field_id": "Total Due", "name": "Total" }]',
		},
		items: twoCategories,
	},
};
