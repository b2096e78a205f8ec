import { placeOf } from '../../catalog/categories';
import { categoryField } from '../../parameters/category';
import { checkConfirmed, confirmField } from '../../parameters/confirm';
import { optionsField } from '../../parameters/fields';
import { readIds, readWorkspace } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';

const category = categoryField(
	'The category to delete; by ID or name also several, with commas between them',
);
const confirm = confirmField('categories, with their fields, tables and samples,');

/** Category → Delete (DocFlow API, "Delete File Category"). */
export const deleteCategories: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete categories',
	description: 'Delete categories with their fields, tables and samples, for good',
	properties: [category, confirm, optionsField()],
	execute: forEachItem(
		async (context, item) => {
			const categories = readIds(context, item, category);
			checkConfirmed(context, item, confirm);
			return { workspace_id: await readWorkspace(context, item), categories };
		},
		async (context, { workspace_id, categories }, itemIndex) => {
			const found = new Set<string>();
			for (const one of categories)
				found.add((await placeOf(context, workspace_id, one, itemIndex)).category_id);
			const category_ids = [...found];
			await docFlowRequest(context, {
				method: 'POST',
				path: '/category/delete',
				repeat: 'once',
				look: 'Category → Get Many',
				body: { workspace_id, category_ids },
				itemIndex,
			});
			return {
				json: { deleted: true, deleted_count: category_ids.length, workspace_id, category_ids },
			};
		},
	),
};
