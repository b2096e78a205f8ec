import { placeOf } from '../../catalog/categories';
import { fetchFields, findTable } from '../../catalog/fields';
import { categoryField, readCategory } from '../../parameters/category';
import { readIds } from '../../parameters/ids';
import { deleteOperation } from '../deleteOperation';
import { LOOK_AT_TABLES, tableField } from './configs';

const category = categoryField('The category whose tables to delete');
const table = tableField(
	'The table to delete; by ID or name also several, with commas between them',
);

/** Category Table → Delete (DocFlow API, "Delete File Category Tables"). */
export const deleteTables = deleteOperation({
	action: 'Delete category tables',
	description: 'Delete tables of a category with their columns, for good',
	what: 'tables, with their columns,',
	which: [category, table],
	path: '/category/tables/delete',
	look: LOOK_AT_TABLES,
	read: async (context, item) => ({
		...(await readCategory(context, item, category)),
		tables: readIds(context, item, table),
	}),
	async find(context, { workspace_id, category: wanted, tables }, itemIndex) {
		const place = await placeOf(context, workspace_id, wanted, itemIndex);
		const known = await fetchFields(context, place, itemIndex);
		const found = new Set(tables.map((one) => findTable(context, known, one, itemIndex)));
		const table_ids = [...found].map(({ id }) => String(id));
		const names = [...found].map(({ name }) => name ?? null);
		return {
			body: { ...place, table_ids },
			count: table_ids.length,
			said: { category_id: place.category_id, table_ids, names },
		};
	},
});
