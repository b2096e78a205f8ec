import { placeOf } from '../../catalog/categories';
import { categoryField } from '../../parameters/category';
import { readIds, readWorkspace } from '../../parameters/ids';
import { deleteOperation } from '../deleteOperation';
import { LOOK_AT_CATEGORIES } from './fields';

const category = categoryField(
	'The category to delete; by ID or name also several, with commas between them',
);

/** Category → Delete (DocFlow API, "Delete File Category"). */
export const deleteCategories = deleteOperation({
	action: 'Delete categories',
	description: 'Delete categories with their fields, tables and samples, for good',
	what: 'categories, with their fields, tables and samples,',
	which: [category],
	path: '/category/delete',
	look: LOOK_AT_CATEGORIES,
	read: async (context, item) => ({
		workspace_id: await readWorkspace(context, item),
		categories: readIds(context, item, category),
	}),
	async find(context, { workspace_id, categories }, itemIndex) {
		const found = new Set<string>();
		for (const one of categories)
			found.add((await placeOf(context, workspace_id, one, itemIndex)).category_id);
		const body = { workspace_id, category_ids: [...found] };
		return { body, count: found.size, said: body };
	},
});
