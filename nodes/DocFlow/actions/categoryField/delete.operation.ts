import { placeOf } from '../../catalog/categories';
import { fetchFields, findField } from '../../catalog/fields';
import { categoryField, readCategory } from '../../parameters/category';
import { checkConfirmed, confirmField } from '../../parameters/confirm';
import { optionsField } from '../../parameters/fields';
import { readIds } from '../../parameters/ids';
import { apiError } from '../../transport/errors';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';
import { fieldField } from './configs';

const category = categoryField('The category whose fields to delete');

const field = fieldField(
	'The field to delete; by ID or name also several, with commas between them',
);

const confirm = confirmField('fields');

/** Category Field → Delete. All fields of an item or none (DocFlow API, "Delete File Category Fields"). */
export const deleteFields: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete category fields',
	description: 'Delete fields of a category, or columns of one of its tables, for good',
	properties: [category, field, confirm, optionsField()],
	execute: forEachItem(
		async (context, item) => {
			const fields = readIds(context, item, field);
			checkConfirmed(context, item, confirm);
			return {
				...(await readCategory(context, item, category)),
				fields,
			};
		},
		async (context, { workspace_id, category: wanted, fields }, itemIndex) => {
			const place = await placeOf(context, workspace_id, wanted, itemIndex);
			const known = await fetchFields(context, place, itemIndex);
			const found = fields.map((one) => findField(context, known, one, itemIndex));
			const tables = new Set(found.map(({ table }) => table));
			if (tables.size > 1) {
				const message = 'These fields are not of one table, so nothing was deleted';
				const advice = 'DocFlow deletes those of one table at a time: use one item for each.';
				throw apiError(context, { message, advice }, itemIndex);
			}
			const [table] = tables;
			const field_ids = [...new Set(found.map(({ field }) => String(field.id)))];
			await docFlowRequest(context, {
				method: 'POST',
				path: '/category/fields/delete',
				repeat: 'once',
				look: 'Category Field → Get Many',
				body: { ...place, field_ids, ...(table !== undefined && { table_id: table.id }) },
				itemIndex,
			});
			const { category_id } = place;
			const names = found.map(({ field }) => field.name ?? null);
			return {
				json: { deleted: true, deleted_count: field_ids.length, category_id, field_ids, names },
			};
		},
	),
};
