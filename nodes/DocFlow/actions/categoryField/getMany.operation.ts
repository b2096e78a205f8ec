import { placeOf } from '../../catalog/categories';
import { fetchFields, placedFields } from '../../catalog/fields';
import { categoryField, readCategory } from '../../parameters/category';
import { optionsField } from '../../parameters/fields';
import { limitFields, readLimit } from '../../parameters/limit';
import { readFlag } from '../../parameters/read';
import { simplifyField } from '../../parameters/simplify';
import { forEachItem, type Operation } from '../operation';
import { fieldJson } from './output';

const category = categoryField('The category whose fields to list');

/** Category Field → Get Many. One item for each field, those of tables too (DocFlow API, "Get File Category Field List"). */
export const getFields: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many category fields',
	description: 'List the fields of a category and the columns of its tables, with their IDs',
	properties: [category, ...limitFields, simplifyField, optionsField()],
	execute: forEachItem(
		async (context, item) => ({
			...(await readCategory(context, item, category)),
			limit: readLimit(context, item),
			isSimple: readFlag(context, item, simplifyField),
		}),
		async (context, { workspace_id, category: wanted, limit, isSimple }, item) => {
			const place = await placeOf(context, workspace_id, wanted, item);
			const all = placedFields(await fetchFields(context, place, item));
			return all.slice(0, limit).map((one) => {
				const { field_id, ...simple } = fieldJson(place, one);
				return { json: { field_id, ...simple, ...(!isSimple && one.field) } };
			});
		},
	),
};
