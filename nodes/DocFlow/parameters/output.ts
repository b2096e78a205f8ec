import type { INodeProperties } from 'n8n-workflow';

import type { OutputKind, OutputOptions } from '../output';
import { COLUMN_PREFIX } from '../output/style';
import type { DocFlowContext } from '../transport/context';
import { type ChoiceField, choiceField, readIfSet, readValue } from './field';
import { readTexts } from './lists';
import { readChoice, readFlag, readNumber, toText } from './read';

/** The Output choice, the same wherever results come out. */
export const outputProperty = choiceField<OutputKind>({
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Fields',
			value: 'fields',
			description:
				'One item per value, in columns that are the same for any document: for documents of many kinds in one sheet',
		},
		{
			name: 'Raw',
			value: 'raw',
			description: "DocFlow's own record of each file, as it came, with positions and confidence",
		},
		{
			name: 'Rows',
			value: 'rows',
			description: 'One item per table row, with the fields of its file: for line items in a sheet',
		},
		{
			name: 'Simplified',
			value: 'simplified',
			description: 'One flat item per file, each field under its own name: one file, one sheet row',
		},
	],
	default: 'simplified',
	description: 'In what form the results come out',
});

/** Raw is DocFlow's record as it came: what is said of values and columns does nothing there. */
const notRaw = { hide: { '/output': ['raw'] } };
/** The columns of Fields are fixed, and one of them is the confidence. */
const ownNames = { hide: { '/output': ['raw', 'fields'] } };

const columnPrefix: INodeProperties = {
	displayName: 'Column Prefix',
	name: 'columnPrefix',
	type: 'string',
	default: COLUMN_PREFIX,
	displayOptions: { show: { '/output': ['rows'] } },
	description:
		"What the columns of tables begin with, so that an invoice's Amount and a line's Amount are two columns: e.g. Amount and Line Amount. Empty is as if it were not set.",
};

const columns: INodeProperties = {
	// n8n's scanner wants this name and sentence of every list that is filled by a method.
	displayName: 'Column Names or IDs',
	name: 'columns',
	type: 'multiOptions',
	typeOptions: {
		loadOptionsMethod: 'getColumns',
		loadOptionsDependsOn: ['output', 'options.workspaceId', 'options.category', 'filters.category'],
	},
	default: [],
	displayOptions: notRaw,
	description:
		'Just these columns, in the order in which they are picked, e.g. row_key, Invoice Number, Line Amount; an expression may give others, as an array or separated by commas. Each is there for every document, empty where it says nothing of it. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

const confidence: INodeProperties = {
	displayName: 'Confidence Below',
	name: 'confidence',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
	default: 0.8,
	displayOptions: ownNames,
	description:
		'Adds two columns: confidence_min, the least confidence of the values of an item, and low_confidence_fields, the names of those below this bound from 0 to 1. E.g. with 0.8, rows whose low_confidence_fields is not empty go to a person.',
};

const emptyAs = choiceField({
	displayName: 'Empty As',
	name: 'emptyAs',
	type: 'options',
	options: [
		{
			name: 'Empty Text',
			value: 'empty',
			description: 'An update clears the old cell in Google Sheets and others',
		},
		{ name: 'Null', value: 'null', description: 'An update leaves the old cell as it was' },
	],
	default: 'null',
	displayOptions: notRaw,
	description: 'What stands where there is no value, e.g. in the column of a missing due date',
});

const fieldNames = choiceField({
	displayName: 'Field Names',
	name: 'fieldNames',
	type: 'options',
	options: [
		{ name: 'Identifier', value: 'identifier', description: 'The export field name' },
		{ name: 'Key', value: 'key', description: 'The label shown in DocFlow' },
		{
			name: 'Translated',
			value: 'translated',
			description:
				'The translated label and value, where DocFlow has translated them. Not in the region Global, whose older API has no translation.',
		},
	],
	default: 'key',
	displayOptions: notRaw,
	description: "Which of a field's names becomes the column, e.g. its label Invoice Number",
});

const safeNames: INodeProperties = {
	displayName: 'Safe Names',
	name: 'safeNames',
	type: 'boolean',
	default: false,
	displayOptions: ownNames,
	description:
		"Whether column names have only letters, digits and _, as n8n's Data Table wants them, e.g. Total_Due. Names in another script become the field's identifier and a short code, or the code alone; with Field Names set to Identifier they are that.",
};

const safeText: INodeProperties = {
	displayName: 'Safe Text',
	name: 'safeText',
	type: 'boolean',
	default: false,
	displayOptions: notRaw,
	description:
		"Whether a text that a sheet would take for a formula, as it begins with =, +, - or @, gets a ' before it, e.g. '=HYPERLINK(…). Numbers stay as they are.",
};

const splitChildren: INodeProperties = {
	displayName: 'Separate Documents',
	name: 'splitChildren',
	type: 'boolean',
	default: true,
	displayOptions: notRaw,
	description:
		'Whether each document found in a split or cropped file is an item of its own, e.g. each of ten invoices in one scan, in place of the whole file',
};

const values = choiceField({
	displayName: 'Values',
	name: 'values',
	type: 'options',
	options: [
		{ name: 'Text', value: 'text', description: 'As DocFlow read them' },
		{
			name: 'Typed',
			value: 'typed',
			description:
				'A text that surely is a number or a date becomes one (1.234,50 € is 1234.5, 20% is 0.2, 2026年9月1日 is 2026-09-01). Codes, long digits and what can be read in two ways, such as 03/04/2026, stay text.',
		},
	],
	default: 'text',
	displayOptions: notRaw,
	description: 'In what form values come out, e.g. the amount 1.234,50 € as it is or as 1234.5',
});

/** Options about the form of the results, as entries of an Options collection. */
export const outputOptionProperties: INodeProperties[] = [
	columnPrefix,
	columns,
	confidence,
	emptyAs,
	fieldNames,
	safeNames,
	safeText,
	splitChildren,
	values,
];

/** The prefix with its blanks, which readers of text take away. @throws NodeOperationError for what is not text. */
function readPrefix(context: DocFlowContext, item: number | undefined): string {
	const value = readValue(context, item, columnPrefix, 'options') ?? COLUMN_PREFIX;
	toText(context, item, columnPrefix, value);
	return String(value);
}

/** The form of the results of an item, or of a poll. @throws NodeOperationError for a wrong value. */
export const readOutput = <Kind extends string>(
	context: DocFlowContext,
	item: number | undefined,
	field: ChoiceField<Kind>,
): Omit<OutputOptions, 'output'> & { output: Kind } => ({
	output: readChoice(context, item, field),
	columnPrefix: readPrefix(context, item),
	columns: readTexts(context, item, columns, 'options'),
	confidence: readIfSet(readNumber, context, item, confidence, 'options'),
	emptyAs: readChoice(context, item, emptyAs, 'options'),
	fieldNames: readChoice(context, item, fieldNames, 'options'),
	safeNames: readFlag(context, item, safeNames, 'options'),
	safeText: readFlag(context, item, safeText, 'options'),
	splitChildren: readFlag(context, item, splitChildren, 'options'),
	values: readChoice(context, item, values, 'options'),
});
