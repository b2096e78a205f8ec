import type { INodeProperties } from 'n8n-workflow';

import type { OutputKind, OutputOptions } from '../output';
import type { DocFlowContext } from '../transport/context';
import { type ChoiceField, choiceField } from './field';
import { readChoice, readFlag } from './read';

/** The Output choice, the same wherever results come out. */
export const outputProperty = choiceField<OutputKind>({
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	options: [
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
			description: 'The translated label and value, where DocFlow has translated them',
		},
	],
	default: 'key',
	description: "Which of a field's names becomes the column. Not used for the output Raw.",
});

const splitChildren: INodeProperties = {
	displayName: 'Split Children',
	name: 'splitChildren',
	type: 'boolean',
	default: true,
	description:
		'Whether each document found in a split or cropped file is an item of its own, in place of the whole file. Not used for the output Raw.',
};

/** Options about the form of the results, as entries of an Options collection. */
export const outputOptionProperties: INodeProperties[] = [fieldNames, splitChildren];

/** The form of the results of an item, or of a poll. @throws NodeOperationError for a wrong value. */
export const readOutput = <Kind extends string>(
	context: DocFlowContext,
	item: number | undefined,
	field: ChoiceField<Kind>,
): Omit<OutputOptions, 'output'> & { output: Kind } => ({
	output: readChoice(context, item, field),
	fieldNames: readChoice(context, item, fieldNames, 'options'),
	splitChildren: readFlag(context, item, splitChildren, 'options'),
});
