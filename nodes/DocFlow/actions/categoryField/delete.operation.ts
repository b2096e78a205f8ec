import { placeOf } from '../../catalog/categories';
import { fetchFields, findField } from '../../catalog/fields';
import { categoryField, readCategory } from '../../parameters/category';
import { readIds } from '../../parameters/ids';
import { apiError } from '../../transport/errors';
import { deleteOperation } from '../deleteOperation';
import { fieldField, LOOK_AT_FIELDS } from './configs';

const category = categoryField('The category whose fields to delete');
const field = fieldField(
	'The field to delete; by ID or name also several, with commas between them',
);

/** Category Field → Delete. All fields of an item or none (DocFlow API, "Delete File Category Fields"). */
export const deleteFields = deleteOperation({
	action: 'Delete category fields',
	description: 'Delete fields of a category, or columns of one of its tables, for good',
	what: 'fields',
	which: [category, field],
	path: '/category/fields/delete',
	look: LOOK_AT_FIELDS,
	read: async (context, item) => ({
		...(await readCategory(context, item, category)),
		fields: readIds(context, item, field),
	}),
	async find(context, { workspace_id, category: wanted, fields }, itemIndex) {
		const place = await placeOf(context, workspace_id, wanted, itemIndex);
		const known = await fetchFields(context, place, itemIndex);
		const found = new Map(
			fields.map((one) => {
				const placed = findField(context, known, one, itemIndex);
				return [String(placed.field.id), placed];
			}),
		);
		const [table, ...others] = new Set([...found.values()].map((placed) => placed.table));
		if (others.length > 0) {
			const message = 'These fields are not of one table, so nothing was deleted';
			const advice = 'DocFlow deletes those of one table at a time: use one item for each.';
			throw apiError(context, { message, advice }, itemIndex);
		}
		const field_ids = [...found.keys()];
		const names = [...found.values()].map((placed) => placed.field.name ?? null);
		return {
			body: { ...place, field_ids, ...(table !== undefined && { table_id: table.id }) },
			count: field_ids.length,
			said: { category_id: place.category_id, field_ids, names },
		};
	},
});
