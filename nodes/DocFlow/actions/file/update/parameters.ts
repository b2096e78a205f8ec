import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { choiceField, fieldError, readValue, valueInWords } from '../../../parameters/field';
import { idField } from '../../../parameters/fileIds';
import { readObject } from '../../../parameters/json';
import { nameLocator } from '../../../parameters/locator';
import { isPlainText, readChoice, readFlag, readNumber } from '../../../parameters/read';
import { readRowName, rowsField, rowsOf } from '../../../parameters/rows';
import type { Changes } from './merge';

export const fileIdField = idField(
	'fileId',
	'File ID',
	'The file_id of a finished file, as Upload, Fetch or the trigger gave it',
);

const specifyField = choiceField({
	displayName: 'Specify Fields',
	name: 'specify',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'One by One', value: 'rows', description: 'Name and value of each' },
		{ name: 'Using JSON', value: 'json', description: 'One object of names and values' },
	],
	default: 'rows',
	description: 'How to say what to correct',
});

const nameField = nameLocator(
	{
		displayName: 'Name',
		name: 'name',
		search: 'searchFieldNames',
		description:
			'The name of the field as the results show it; the second of two that are called Amount is Amount (2)',
	},
	'e.g. Total Due',
);

const valueField: INodeProperties = {
	displayName: 'Value',
	name: 'value',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1200.00',
	description: 'The right value; empty clears it',
};

const fieldsField = rowsField(
	{
		displayName: 'Fields',
		name: 'fields',
		row: 'Field',
		description: 'The fields to correct; all others stay as they are',
		values: [nameField, valueField],
	},
	{ displayOptions: { show: { specify: ['rows'] } } },
);

const jsonField: INodeProperties = {
	displayName: 'Fields (JSON)',
	name: 'fieldsJson',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. {"Total Due": "1200.00"}',
	displayOptions: { show: { specify: ['json'] } },
	description:
		'The fields to correct, an object of their names and right values, e.g. {"Total Due": "1200.00"}; all others stay as they are',
};

const rowField: INodeProperties = {
	displayName: 'Row',
	name: 'row',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1,
	description: 'The number of the row in the table, from 1',
};

const columnField = nameLocator(
	{
		displayName: 'Column',
		name: 'column',
		search: 'searchColumnNames',
		description: 'The name of the column in DocFlow, without a prefix',
	},
	'e.g. Amount',
);

const cellsField = rowsField({
	displayName: 'Table Cells',
	name: 'cells',
	row: 'Cell',
	description:
		'Cells of the line items to correct; all others stay as they are. The API writes the first table only.',
	values: [rowField, columnField, valueField],
});

const replaceAllField: INodeProperties = {
	displayName: 'Replace All Fields',
	name: 'replaceAll',
	type: 'boolean',
	default: false,
	description:
		'Whether the fields given here are all there are to be, so that every other field is deleted. Table rows stay.',
};

const addNewField: INodeProperties = {
	displayName: 'Add New Fields',
	name: 'addNew',
	type: 'boolean',
	default: false,
	description:
		'Whether a field that the file does not have is added. Off: it is an error, so that a name with a slip is noticed.',
};

/** What the panel shows, but for the options. */
export const properties: INodeProperties[] = [
	fileIdField,
	specifyField,
	fieldsField,
	jsonField,
	cellsField,
	replaceAllField,
	addNewField,
];

/** A value as the text that DocFlow keeps. @throws NodeOperationError for an object, a list or what is no value. */
function toValue(context: IExecuteFunctions, item: number, field: INodeProperties, value: unknown) {
	if (value === undefined || value === null) return '';
	const isPlain = typeof value === 'boolean' || isPlainText(value);
	if (isPlain && !String(value).includes('[object Object]')) return String(value);
	throw fieldError(
		context,
		item,
		field,
		`must hold text, but has ${valueInWords(field, value)}`,
		'Map a single value to it, not a whole object or list.',
	);
}

function readFields(context: IExecuteFunctions, item: number): Changes['fields'] {
	if (readChoice(context, item, specifyField) === 'json')
		return Object.entries(readObject(context, item, jsonField)).map(([name, value]) => ({
			name,
			value: toValue(context, item, jsonField, value),
		}));
	return rowsOf(context, item, fieldsField).map((within) => ({
		name: readRowName(context, item, nameField, within),
		value: toValue(context, item, valueField, readValue(context, item, valueField, within)),
	}));
}

/** What the panel asks for. @throws NodeOperationError when that is nothing, or something in it is wrong. */
export function readChanges(context: IExecuteFunctions, item: number): Changes {
	const changes: Changes = {
		fields: readFields(context, item),
		cells: rowsOf(context, item, cellsField).map((within) => ({
			row: readNumber(context, item, rowField, within),
			column: readRowName(context, item, columnField, within),
			value: toValue(context, item, valueField, readValue(context, item, valueField, within)),
		})),
		replaceAll: readFlag(context, item, replaceAllField),
		addNew: readFlag(context, item, addNewField),
	};
	const names = changes.fields.map(({ name }) => name);
	const twice = names.find((name, at) => names.indexOf(name) < at);
	const wrong = (text: string, remedy: string) =>
		fieldError(context, item, fieldsField, text, remedy);
	if (twice !== undefined)
		throw wrong(`name "${twice}" twice`, `For the second of its name write "${twice} (2)".`);
	if (names.length + changes.cells.length === 0)
		throw wrong('are empty', 'Add at least one field or table cell.');
	return changes;
}
