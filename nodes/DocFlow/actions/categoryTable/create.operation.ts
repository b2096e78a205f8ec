import type { IDataObject } from 'n8n-workflow';

import { placeOf } from '../../catalog/categories';
import { recordsOf } from '../../catalog/records';
import { isRecord } from '../../json';
import { categoryField, extractModelField, readCategory } from '../../parameters/category';
import { readIfSet } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { nameReader } from '../../parameters/names';
import { readChoice, readFlag } from '../../parameters/read';
import { docFlowRequest } from '../../transport/request';
import { configFields } from '../categoryField/configs';
import { fieldJson, tableJson } from '../categoryField/output';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import {
	LOOK_AT_TABLES,
	MAX_NAME,
	MAX_PROMPT,
	mergeField,
	nameField,
	promptField,
} from './configs';

const category = categoryField('The category to add a table to');
const columns = configFields('Columns', 'Column', false);

/** Category Table → Create (DocFlow API, "Add File Category Tables"). */
export const createTable: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a category table',
	description: 'Add a table with its columns to a category, for DocFlow to read row by row',
	properties: [
		category,
		nameField,
		...columns.properties,
		optionsField(extractModelField, mergeField, promptField),
	],
	execute: forEachItemOnce(
		async (context, item) => ({
			...(await readCategory(context, item, category)),
			table: {
				name: nameReader(MAX_NAME)(context, item, nameField),
				prompt: readIfSet(nameReader(MAX_PROMPT), context, item, promptField, 'options'),
				collect_from_multi_table: readIfSet(readFlag, context, item, mergeField, 'options'),
				extract_model: readIfSet(readChoice<string>, context, item, extractModelField, 'options'),
				fields: columns.read(context, item),
			},
		}),
		async (context, { workspace_id, category: wanted, table }, itemIndex) => {
			const place = await placeOf(context, workspace_id, wanted, itemIndex);
			const { list } = await docFlowRequest(context, {
				method: 'POST',
				path: '/category/tables/batch_add',
				repeat: 'once',
				look: LOOK_AT_TABLES,
				body: { ...place, tables: [table], with_detail: true },
				itemIndex,
			});
			const made: IDataObject = { ...table, ...(isRecord(list[0]) && (list[0] as IDataObject)) };
			const fields = recordsOf(made.fields).map((field) => {
				const { field_id, name } = fieldJson(place, { field });
				return { field_id, name };
			});
			return { json: { ...tableJson(place, made), fields } };
		},
	),
};
