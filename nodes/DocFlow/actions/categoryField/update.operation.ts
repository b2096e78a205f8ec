import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { placeOf } from '../../catalog/categories';
import { fetchFields, findField } from '../../catalog/fields';
import { withoutNothing } from '../../catalog/records';
import { categoryField, extractModelField, readCategory } from '../../parameters/category';
import { readIfSet } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { readChoice, readText } from '../../parameters/read';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import { changesOf } from './changes';
import { FIELD_MEMBERS, fieldDetails, fieldField, readDetails } from './configs';
import { fieldJson } from './output';

const category = categoryField('The category whose fields to change');

const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Invoice Number',
	description: 'What the field is called from now on',
};

const changes = changesOf({
	noun: 'field',
	which: fieldField('The field to change'),
	fields: [nameField, extractModelField, ...fieldDetails],
	members: { ...FIELD_MEMBERS, extract_model: 'text' },
	read: (context, item, within) => ({
		name: readIfSet(readText, context, item, nameField, within),
		extract_model: readIfSet(readChoice<string>, context, item, extractModelField, within),
		...readDetails(context, item, within),
	}),
});

/** Of what else there is in an update, the API says that it stays where it is left out ("Update File Category Fields"). */
const UNSURE = ['name', 'description', 'prompt', 'use_prompt', 'transform_settings'];

/** What a field is to say after a change: all of which it is not sure that it stays is sent as it is now. */
function merged(field: IDataObject, rest: IDataObject): IDataObject {
	const now = Object.fromEntries(UNSURE.map((name) => [name, field[name]]));
	return { field_id: field.id, ...withoutNothing(now), ...rest };
}

/** Category Field → Update. All fields of an item or none (DocFlow API, "Update File Category Fields"). */
export const updateFields: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update category fields',
	description: 'Change fields of a category; what is not named stays as it is',
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
				const placed = findField(context, known, id, itemIndex);
				return { ...placed, update: merged(placed.field, rest) };
			});
			await docFlowRequest(context, {
				method: 'POST',
				path: '/category/fields/batch_update',
				repeat: 'safe',
				body: { ...place, fields: found.map(({ update }) => update) },
				itemIndex,
			});
			return found.map(({ field, table, update }) => ({
				json: fieldJson(place, { field: { ...field, ...update }, table }),
			}));
		},
	),
};
