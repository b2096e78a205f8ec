import { placeOf } from '../../catalog/categories';
import { fetchFields } from '../../catalog/fields';
import { recordsOf } from '../../catalog/records';
import { categoryField, readCategory } from '../../parameters/category';
import { optionsField } from '../../parameters/fields';
import { limitFields, readLimit } from '../../parameters/limit';
import { readFlag } from '../../parameters/read';
import { simplifyField } from '../../parameters/simplify';
import { tableJson } from '../categoryField/output';
import { forEachItem, type Operation } from '../operation';

const category = categoryField('The category whose tables to list');

/** Category Table → Get Many. One item for each table, its columns by name (DocFlow API, "Get File Category Field List"). */
export const getTables: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many category tables',
	description: 'List the tables of a category with their IDs and the names of their columns',
	properties: [category, ...limitFields, simplifyField, optionsField()],
	execute: forEachItem(
		async (context, item) => ({
			...(await readCategory(context, item, category)),
			limit: readLimit(context, item),
			isSimple: readFlag(context, item, simplifyField),
		}),
		async (context, { workspace_id, category: wanted, limit, isSimple }, item) => {
			const place = await placeOf(context, workspace_id, wanted, item);
			const { tables } = await fetchFields(context, place, item);
			return tables.slice(0, limit).map((table) => {
				const columns = recordsOf(table.fields).map(({ name }) => name ?? null);
				return { json: { ...tableJson(place, table), columns, ...(!isSimple && table) } };
			});
		},
	),
};
