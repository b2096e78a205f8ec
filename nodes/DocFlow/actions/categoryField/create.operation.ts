import type { IDataObject } from 'n8n-workflow';

import { placeOf } from '../../catalog/categories';
import { fetchFields, findTable } from '../../catalog/fields';
import { isRecord } from '../../json';
import { categoryField, readCategory } from '../../parameters/category';
import { readIfSet } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { readId } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { tableField } from '../categoryTable/configs';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import { configFields, LOOK_AT_FIELDS } from './configs';
import { fieldJson } from './output';

const category = categoryField('The category to add fields to');

const ofTable = tableField(
	'The table whose columns the fields are; none for fields of the document itself',
	{ required: false },
);

const fields = configFields('Fields', 'Field', true);

/** Category Field → Create. All fields of an item or none (DocFlow API, "Add File Category Fields"). */
export const createFields: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create category fields',
	description: 'Add fields to a category, or columns to one of its tables, for DocFlow to read',
	properties: [category, ofTable, ...fields.properties, optionsField()],
	execute: forEachItemOnce(
		async (context, item) => ({
			...(await readCategory(context, item, category)),
			table: readIfSet(readId, context, item, ofTable),
			fields: fields.read(context, item),
		}),
		async (
			context,
			{ workspace_id, category: wanted, table: wantedTable, fields: configs },
			item,
		) => {
			const place = await placeOf(context, workspace_id, wanted, item);
			const table =
				wantedTable === undefined
					? undefined
					: findTable(context, await fetchFields(context, place, item), wantedTable, item);
			const { list } = await docFlowRequest(context, {
				method: 'POST',
				path: '/category/fields/batch_add',
				repeat: 'once',
				look: LOOK_AT_FIELDS,
				body: {
					...place,
					...(table !== undefined && { table_id: table.id }),
					fields: configs,
					with_detail: true,
				},
				itemIndex: item,
			});
			// The answer has the order of the request; what it does not say is known.
			return configs.map((config, at) => {
				const made = list[at];
				const field = { ...config, ...(isRecord(made) && (made as IDataObject)) };
				return { json: fieldJson(place, { field, table }) };
			});
		},
	),
};
