import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { placeOf } from '../../catalog/categories';
import { fetchFields, findTable } from '../../catalog/fields';
import { withoutNothing } from '../../catalog/records';
import { categoryField, extractModelField, readCategory } from '../../parameters/category';
import { choiceField, readIfSet } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { readId } from '../../parameters/ids';
import { readObjects } from '../../parameters/json';
import { checkMembers } from '../../parameters/members';
import { nameReader } from '../../parameters/names';
import { readChoice, readFlag } from '../../parameters/read';
import { checkedUpdates, updatesField } from '../../parameters/updates';
import { docFlowRequest } from '../../transport/request';
import { tableJson } from '../categoryField/output';
import { forEachItem, type Operation } from '../operation';
import {
	MAX_NAME,
	MAX_PROMPT,
	mergeField,
	nameField,
	promptField,
	TABLE_MEMBERS,
	tableField,
} from './configs';

const category = categoryField('The category whose tables to change');

const from = choiceField({
	displayName: 'Update',
	name: 'update',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'One Table', value: 'one' },
		{ name: 'Several as JSON', value: 'json', description: "As a list of DocFlow's own objects" },
	],
	default: 'one',
	description: 'How many tables to change',
});

const one = { displayOptions: { show: { update: ['one'] } } };
const table = tableField('The table to change', one);
const optionalName: INodeProperties = { ...nameField, required: false };

const updates: INodeProperties = {
	...updatesField([optionalName, extractModelField, mergeField, promptField]),
	...one,
};

const jsonField: INodeProperties = {
	displayName: 'Tables (JSON)',
	name: 'tablesJson',
	type: 'json',
	default: '[\n  { "table_id": "", "name": "" }\n]',
	displayOptions: { show: { update: ['json'] } },
	description: `A list of objects with a table_id and what to change of it: ${Object.keys(TABLE_MEMBERS).join(', ')}. What an object does not name stays.`,
};

/** What a table is to say after a change. The API does not say that what is left out stays, so all is sent. */
const merged = (
	{ id, name, prompt, collect_from_multi_table }: IDataObject,
	changes: IDataObject,
): IDataObject => ({
	table_id: id,
	...withoutNothing({ name, prompt, collect_from_multi_table }),
	...changes,
});

/** Category Table → Update. All tables of an item or none (DocFlow API, "Update File Category Tables"). */
export const updateTables: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update category tables',
	description: 'Change tables of a category; what is not named stays, and so do their columns',
	properties: [category, from, table, updates, jsonField, optionsField()],
	execute: forEachItem(
		async (context, item) => {
			const within = updates.name;
			const where = await readCategory(context, item, category);
			if (readChoice(context, item, from) === 'json') {
				const objects = readObjects(context, item, jsonField) as IDataObject[];
				const members = { table_id: 'text', ...TABLE_MEMBERS } as const;
				checkMembers(context, item, jsonField, objects, members, 'table_id');
				const changes = objects.map(({ table_id, ...rest }) => ({ id: String(table_id), rest }));
				return { ...where, changes };
			}
			const rest = checkedUpdates(context, item, updates, {
				name: readIfSet(nameReader(MAX_NAME), context, item, optionalName, within),
				prompt: readIfSet(nameReader(MAX_PROMPT), context, item, promptField, within),
				collect_from_multi_table: readIfSet(readFlag, context, item, mergeField, within),
				extract_model: readIfSet(readChoice<string>, context, item, extractModelField, within),
			});
			return { ...where, changes: [{ id: readId(context, item, table), rest }] };
		},
		async (context, { workspace_id, category: wanted, changes }, itemIndex) => {
			const place = await placeOf(context, workspace_id, wanted, itemIndex);
			const known = await fetchFields(context, place, itemIndex);
			const found = changes.map(({ id, rest }) => {
				const now = findTable(context, known, id, itemIndex);
				return { now, update: merged(now, rest) };
			});
			await docFlowRequest(context, {
				method: 'POST',
				path: '/category/tables/batch_update',
				repeat: 'safe',
				body: { ...place, tables: found.map(({ update }) => update) },
				itemIndex,
			});
			return found.map(({ now, update }) => ({ json: tableJson(place, { ...now, ...update }) }));
		},
	),
};
