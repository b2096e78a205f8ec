import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { categoryJson, categoryList } from '../../catalog/categories';
import { fetchFields } from '../../catalog/fields';
import { choiceField } from '../../parameters/field';
import { filtersField, optionsField } from '../../parameters/fields';
import { readWorkspace } from '../../parameters/ids';
import { limitFields, readLimit } from '../../parameters/limit';
import { readChoice, readFlag } from '../../parameters/read';
import { fetchAll } from '../../transport/list';
import { forEachItem, type Operation } from '../operation';

const enabledField = choiceField({
	displayName: 'Enabled',
	name: 'enabled',
	type: 'options',
	options: [
		{ name: 'All', value: 'all' },
		{ name: 'Disabled', value: '0' },
		{ name: 'Draft', value: '2' },
		{ name: 'Enabled', value: '1' },
	],
	default: '1',
	description: 'Whether only categories that DocFlow uses come out, only others, or all',
});

const withFieldsField: INodeProperties = {
	displayName: 'With Fields and Tables',
	name: 'withFields',
	type: 'boolean',
	default: false,
	description:
		'Whether each category also has its fields and tables, which takes one request for each category',
};

/** Category → Get Many. One item for each category (DocFlow API, "Get Workspace File Category List"). */
export const getCategories: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many categories',
	description:
		'List the categories of the workspace with their IDs, and their fields and tables if you like',
	properties: [
		...limitFields,
		filtersField('Which categories to leave out', [enabledField]),
		optionsField(withFieldsField),
	],
	execute: forEachItem(
		async (context, item) => ({
			query: {
				workspace_id: await readWorkspace(context, item),
				enabled: readChoice(context, item, enabledField, 'filters'),
			},
			limit: readLimit(context, item),
			withFields: readFlag(context, item, withFieldsField, 'options'),
		}),
		async (context, { query, limit, withFields }, item) => {
			const { workspace_id } = query;
			const output: Array<{ json: IDataObject }> = [];
			for (const entry of await fetchAll(context, categoryList(query), item, limit)) {
				const json = categoryJson(entry, workspace_id);
				const place = { workspace_id, category_id: String(entry.id) };
				if (withFields) Object.assign(json, await fetchFields(context, place, item));
				output.push({ json });
			}
			return output;
		},
	),
};
