import { placeOf } from '../../catalog/categories';
import { fetchFields, findTable } from '../../catalog/fields';
import { categoryField, readCategory } from '../../parameters/category';
import { checkConfirmed, confirmField } from '../../parameters/confirm';
import { optionsField } from '../../parameters/fields';
import { readIds } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';
import { tableField } from './configs';

const category = categoryField('The category whose tables to delete');
const table = tableField(
	'The table to delete; by ID or name also several, with commas between them',
);
const confirm = confirmField('tables, with their columns,');

/** Category Table → Delete (DocFlow API, "Delete File Category Tables"). */
export const deleteTables: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete category tables',
	description: 'Delete tables of a category with their columns, for good',
	properties: [category, table, confirm, optionsField()],
	execute: forEachItem(
		async (context, item) => {
			const tables = readIds(context, item, table);
			checkConfirmed(context, item, confirm);
			return {
				...(await readCategory(context, item, category)),
				tables,
			};
		},
		async (context, { workspace_id, category: wanted, tables }, itemIndex) => {
			const place = await placeOf(context, workspace_id, wanted, itemIndex);
			const known = await fetchFields(context, place, itemIndex);
			const found = new Set(tables.map((one) => findTable(context, known, one, itemIndex)));
			const table_ids = [...found].map(({ id }) => String(id));
			await docFlowRequest(context, {
				method: 'POST',
				path: '/category/tables/delete',
				repeat: 'once',
				look: 'Category Table → Get Many',
				body: { ...place, table_ids },
				itemIndex,
			});
			const { category_id } = place;
			const names = [...found].map(({ name }) => name ?? null);
			return {
				json: { deleted: true, deleted_count: table_ids.length, category_id, table_ids, names },
			};
		},
	),
};
