import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { placeOf } from '../../catalog/categories';
import { fetchFields, findTable } from '../../catalog/fields';
import { withoutNothing } from '../../catalog/records';
import { categoryField, extractModelField, readCategory } from '../../parameters/category';
import { readIfSet } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { nameReader } from '../../parameters/names';
import { readChoice, readFlag } from '../../parameters/read';
import { docFlowRequest } from '../../transport/request';
import { changesOf } from '../categoryField/changes';
import { tableJson } from '../categoryField/output';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
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
const optionalName: INodeProperties = { ...nameField, required: false };

const changes = changesOf({
	noun: 'table',
	which: tableField('The table to change'),
	fields: [optionalName, extractModelField, mergeField, promptField],
	members: TABLE_MEMBERS,
	read: (context, item, within) => ({
		name: readIfSet(nameReader(MAX_NAME), context, item, optionalName, within),
		prompt: readIfSet(nameReader(MAX_PROMPT), context, item, promptField, within),
		collect_from_multi_table: readIfSet(readFlag, context, item, mergeField, within),
		extract_model: readIfSet(readChoice<string>, context, item, extractModelField, within),
	}),
});

/** What a table is to say after a change. The API does not say that what is left out stays, so all is sent. */
const merged = (
	{ id, name, prompt, collect_from_multi_table }: IDataObject,
	rest: IDataObject,
): IDataObject => ({
	table_id: id,
	...withoutNothing({ name, prompt, collect_from_multi_table }),
	...rest,
});

/** Category Table → Update. All tables of an item or none (DocFlow API, "Update File Category Tables"). */
export const updateTables: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update category tables',
	description: 'Change tables of a category; what is not named stays, and so do their columns',
	properties: [category, ...changes.properties, optionsField()],
	execute: forEachItemOnce(
		async (context, item) => ({
			...(await readCategory(context, item, category)),
			wanted: changes.read(context, item),
		}),
		async (context, { workspace_id, category: ofCategory, wanted }, itemIndex) => {
			const place = await placeOf(context, workspace_id, ofCategory, itemIndex);
			const known = await fetchFields(context, place, itemIndex);
			const found = wanted.map(({ id, rest }) => {
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
