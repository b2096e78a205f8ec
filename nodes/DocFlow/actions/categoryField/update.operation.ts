import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { placeOf } from '../../catalog/categories';
import { fetchFields, findField } from '../../catalog/fields';
import { withoutNothing } from '../../catalog/records';
import { categoryField, extractModelField, readCategory } from '../../parameters/category';
import { choiceField, readIfSet } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { readId } from '../../parameters/ids';
import { readObjects } from '../../parameters/json';
import { checkMembers } from '../../parameters/members';
import { readChoice, readText } from '../../parameters/read';
import { checkedUpdates, updatesField } from '../../parameters/updates';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';
import { FIELD_MEMBERS, fieldDetails, fieldField, readDetails } from './configs';
import { fieldJson } from './output';

const category = categoryField('The category whose fields to change');

const from = choiceField({
	displayName: 'Update',
	name: 'update',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'One Field', value: 'one' },
		{ name: 'Several as JSON', value: 'json', description: "As a list of DocFlow's own objects" },
	],
	default: 'one',
	description: 'How many fields to change',
});

const one = { displayOptions: { show: { update: ['one'] } } };

const field = fieldField('The field to change', one);

const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Invoice Number',
	description: 'What the field is called from now on',
};

const updates: INodeProperties = {
	...updatesField([nameField, extractModelField, ...fieldDetails]),
	...one,
};

const jsonField: INodeProperties = {
	displayName: 'Fields (JSON)',
	name: 'fieldsJson',
	type: 'json',
	default: '[\n  { "field_id": "", "name": "" }\n]',
	displayOptions: { show: { update: ['json'] } },
	description: `A list of objects with a field_id and what to change of it: ${Object.keys(FIELD_MEMBERS).join(', ')}, extract_model. What an object does not name stays.`,
};

/** Of what else there is in an update, the API says that it stays where it is left out ("Update File Category Fields"). */
const UNSURE = ['name', 'description', 'prompt', 'use_prompt', 'transform_settings'];

/** What a field is to say after a change: all of which it is not sure that it stays is sent as it is now. */
function merged(field: IDataObject, changes: IDataObject): IDataObject {
	const now = Object.fromEntries(UNSURE.map((name) => [name, field[name]]));
	return { field_id: field.id, ...withoutNothing(now), ...changes };
}

/** Category Field → Update. All fields of an item or none (DocFlow API, "Update File Category Fields"). */
export const updateFields: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update category fields',
	description: 'Change fields of a category; what is not named stays as it is',
	properties: [category, from, field, updates, jsonField, optionsField()],
	execute: forEachItem(
		async (context, item) => {
			const within = updates.name;
			const where = await readCategory(context, item, category);
			if (readChoice(context, item, from) === 'json') {
				const objects = readObjects(context, item, jsonField) as IDataObject[];
				const members = { field_id: 'text', ...FIELD_MEMBERS, extract_model: 'text' } as const;
				checkMembers(context, item, jsonField, objects, members, 'field_id');
				const changes = objects.map(({ field_id, ...rest }) => ({ id: String(field_id), rest }));
				return { ...where, changes };
			}
			const rest = checkedUpdates(context, item, updates, {
				name: readIfSet(readText, context, item, nameField, within),
				extract_model: readIfSet(readChoice<string>, context, item, extractModelField, within),
				...readDetails(context, item, within),
			});
			return { ...where, changes: [{ id: readId(context, item, field), rest }] };
		},
		async (context, { workspace_id, category: wanted, changes }, itemIndex) => {
			const place = await placeOf(context, workspace_id, wanted, itemIndex);
			const known = await fetchFields(context, place, itemIndex);
			const found = changes.map(({ id, rest }) => {
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
