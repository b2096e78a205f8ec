import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { choiceField, fieldError, readIfSet } from '../../parameters/field';
import { readObjects } from '../../parameters/json';
import { readTexts } from '../../parameters/lists';
import { locatorField } from '../../parameters/locator';
import { checkMembers, type Members } from '../../parameters/members';
import { readChoice, readFlag, readText } from '../../parameters/read';
import { rowsField, rowsOf } from '../../parameters/rows';

/** A field of the chosen category: from its list, or by id or name. */
export const fieldField = (
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties =>
	locatorField(
		{
			displayName: 'Field',
			name: 'fieldId',
			search: 'searchCategoryFields',
			by: { displayName: 'By ID or Name', name: 'id', placeholder: 'e.g. Invoice Number' },
			description,
		},
		more,
	);

/** How to see what became of fields. */
export const LOOK_AT_FIELDS = 'Category Field → Get Many';

/** What DocFlow takes of a field (DocFlow API, "Add File Category Fields"). */
export const FIELD_MEMBERS: Members = {
	name: 'text',
	description: 'text',
	prompt: 'text',
	use_prompt: 'true or false',
	alias: 'a list of texts',
	identity: 'text',
	multi_value: 'true or false',
	duplicate_value_distinct: 'true or false',
	transform_settings: 'an object',
};

const fieldName: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Invoice Number',
	description: 'What the field is called, as it stands in documents where it can',
};

/** What is said of a field beside its name; for a new one and for one that is changed. */
export const fieldDetails: INodeProperties[] = [
	{
		displayName: 'Aliases',
		name: 'alias',
		type: 'string',
		default: '',
		placeholder: 'e.g. Invoice No., Bill Number',
		description: 'Other names of the field in documents, with commas between them',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		placeholder: 'e.g. The number that the supplier gave',
		description: 'What the field is, for people',
	},
	{
		displayName: 'Export Name',
		name: 'identity',
		type: 'string',
		default: '',
		placeholder: 'e.g. invoice_number',
		description: 'The name of the field in exports, and its identifier in results',
	},
	{
		displayName: 'Multiple Values',
		name: 'multiValue',
		type: 'boolean',
		default: false,
		description: 'Whether a document may have several values of the field',
	},
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		default: '',
		placeholder: 'e.g. The date by which the invoice must be paid',
		description: 'What to look for, in words, for a field that its name alone does not tell',
	},
];

const [alias, description, identity, multiValue, prompt] = fieldDetails;

/** What is said of a field, as DocFlow takes it; a prompt is of no use unless it is switched on. @throws NodeOperationError. */
export function readDetails(
	context: IExecuteFunctions,
	item: number,
	within: string,
): Record<string, IDataObject[string] | undefined> {
	const text = (field: INodeProperties) => readIfSet(readText, context, item, field, within);
	const asked = text(prompt);
	return {
		description: text(description),
		prompt: asked,
		use_prompt: asked === undefined ? undefined : true,
		alias: readIfSet(readTexts, context, item, alias, within),
		identity: text(identity),
		multi_value: readIfSet(readFlag, context, item, multiValue, within),
	};
}

/** Fields or columns that are to be made: as rows, or as DocFlow's JSON. */
export interface ConfigFields {
	properties: INodeProperties[];
	/** @throws NodeOperationError for what is wrong with them; where `required`, also when there is none. */
	read(context: IExecuteFunctions, item: number): IDataObject[];
}

/** The panel for new fields; `what` they are, such as `Fields` or `Columns`. */
export function configFields(what: string, row: string, required: boolean): ConfigFields {
	const from = choiceField({
		displayName: `Define ${what}`,
		name: 'fieldsFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'As JSON', value: 'json', description: "As a list of DocFlow's own objects" },
			{ name: 'As Rows', value: 'rows', description: 'One row for each' },
		],
		default: 'rows',
		description: `How the ${what.toLowerCase()} are given`,
	});
	const rows = rowsField(
		{
			displayName: what,
			name: 'fields',
			description: 'What DocFlow is to read',
			row,
			values: [fieldName, ...fieldDetails],
		},
		{ displayOptions: { show: { fieldsFrom: ['rows'] } } },
	);
	const json: INodeProperties = {
		displayName: `${what} (JSON)`,
		name: 'fieldsJson',
		type: 'json',
		default: '[\n  { "name": "Invoice Number" }\n]',
		displayOptions: { show: { fieldsFrom: ['json'] } },
		description: `A list of objects with a name and, where wanted, ${Object.keys(FIELD_MEMBERS).slice(1).join(', ')}. For dates and lists of allowed values: <code>{"name": "Date", "transform_settings": {"type": "datetime", "datetime_settings": {"format": "yyyy-MM-dd"}}}</code>.`,
	};
	const readRow = (context: IExecuteFunctions, item: number, within: string) => {
		const name = readText(context, item, fieldName, within);
		if (name === '')
			throw fieldError(context, item, fieldName, 'is empty', 'Name the field, or remove its row.');
		const details = Object.entries(readDetails(context, item, within));
		const set = details.filter(([, value]) => value !== undefined);
		return { name, ...Object.fromEntries(set) } as IDataObject;
	};
	const read: ConfigFields['read'] = (context, item) => {
		const isJson = readChoice(context, item, from) === 'json';
		const configs = isJson
			? (readObjects(context, item, json) as IDataObject[])
			: rowsOf(context, item, rows).map((within) => readRow(context, item, within));
		if (isJson) checkMembers(context, item, json, configs, FIELD_MEMBERS, 'name');
		if (required && configs.length === 0)
			throw fieldError(
				context,
				item,
				isJson ? json : rows,
				'is empty',
				`Add at least one ${row.toLowerCase()}.`,
			);
		return configs;
	};
	return { properties: [from, rows, json], read };
}
