import { item } from '../../support/files';
import { twoCategories } from './catalog';
import type { Minimal } from './types';

const chosen = { categoryId: '={{ $input.item.json.category_id }}' };
const one = { ...chosen, sampleIds: '={{ $json.sample_id }}' };

/** By operation. */
export const categorySample: Record<string, Minimal> = {
	delete: {
		path: '/category/sample/delete',
		isOnce: true,
		parameters: { ...one, confirm: true },
		items: twoCategories,
	},
	download: {
		path: '/category/sample/download',
		parameters: { ...one, sampleId: '={{ $json.sample_id }}' },
		items: twoCategories,
	},
	getAll: { path: '/category/sample/list', parameters: chosen, items: twoCategories },
	upload: {
		path: '/category/sample/batch_upload',
		isOnce: true,
		parameters: chosen,
		items: async () => {
			const categories = await twoCategories();
			const files = await item(['data', 'Number: 2', 'b.txt']);
			return categories.map(({ json }) => ({ ...files, json }));
		},
	},
};
