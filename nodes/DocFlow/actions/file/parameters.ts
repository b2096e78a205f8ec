import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OutputKind, OutputOptions } from '../../output';
import type { FieldNames } from '../../output/simplified';
import { inputError } from '../../transport/errors';
import type { DocFlowContext } from '../../transport/request';

/** The Output choice, the same wherever results come out. */
export const outputProperty: INodeProperties = {
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
};

/** Options about the form of the results, as entries of an Options collection. */
export const outputOptionProperties: INodeProperties[] = [
	{
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
	},
	{
		displayName: 'Split Children',
		name: 'splitChildren',
		type: 'boolean',
		default: true,
		description:
			'Whether each document found in a split or cropped file is an item of its own, in place of the whole file. Not used for the output Raw.',
	},
];

/** The category as a filter. */
export const categoryProperty: INodeProperties = {
	displayName: 'Category',
	name: 'category',
	type: 'string',
	default: '',
	placeholder: 'e.g. invoice',
	description: 'Only files of this category, named as in DocFlow',
};

/** The wait time option, in seconds. */
export const waitTimeoutProperty: INodeProperties = {
	displayName: 'Wait Timeout (Seconds)',
	name: 'waitTimeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 600,
	description:
		'How long to wait for DocFlow to finish. After it the node fails with an error that says what is unfinished; nothing is lost, Fetch gets it later. With On Error set to Continue, finished files come out, and an error item for each other one.',
};

/** Overrides the credential's workspace. */
export const workspaceProperty: INodeProperties = {
	displayName: 'Workspace ID',
	name: 'workspaceId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1955840540571376304',
	description: 'Another workspace than the one in the credential',
};

/** The form of the results, as `outputProperty` and `outputOptionProperties` show it. */
export function toOutputOptions(output: unknown, options: IDataObject): OutputOptions {
	return {
		output: output as OutputKind,
		fieldNames: (options.fieldNames ?? 'key') as FieldNames,
		splitChildren: options.splitChildren !== false,
	};
}

/** Half of a character, as cutting a text in the middle of an emoji leaves it: no address can carry it. */
const HALF_CHARACTER = /\p{Cs}/u;

/** Many times what an id, a category or a password has; a server may break off at an address that is too long. */
const MAX_TEXT = 1000;

/** @throws NodeOperationError for a text of a query that can't be sent. */
export function checkText(
	context: DocFlowContext,
	item: number | undefined,
	label: string,
	value: unknown,
): void {
	const { length } = String(value);
	if (length > MAX_TEXT)
		throw inputError(
			context,
			item,
			`${label} has ${length} characters, more than the ${MAX_TEXT} an address can carry`,
			'Check what is mapped to it: it may be a whole document.',
		);
	if (HALF_CHARACTER.test(String(value)))
		throw inputError(
			context,
			item,
			`${label} holds half of a character`,
			'A text was cut in the middle of an emoji or a rare character: map the whole text.',
		);
}

/**
 * An id or batch number as text.
 * @throws NodeOperationError when it is empty, too long, holds half of a character, or is a number that has lost digits on its way.
 */
export function readId(
	context: DocFlowContext,
	item: number | undefined,
	label: string,
	value: unknown,
): string {
	if (typeof value === 'number' && !Number.isSafeInteger(value))
		throw inputError(
			context,
			item,
			`${label} came as a number that is too large to be exact`,
			`Make it a string where it is made: a number of this size loses its last digits. In a sheet, format the column as text.`,
		);
	const id = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (id === '')
		throw inputError(
			context,
			item,
			`${label} is empty`,
			`Enter it, or map it from an earlier node, e.g. {{ $json.batch_number }} after Upload.`,
		);
	checkText(context, item, label, id);
	return id;
}

/** Reads the output of one input item. */
export function readOutput(
	context: IExecuteFunctions,
	item: number,
	options: IDataObject,
): OutputOptions {
	return toOutputOptions(context.getNodeParameter('output', item, 'simplified'), options);
}

/** A number of at least 1, or another least one. @throws NodeOperationError for anything else, which an expression may give. */
export function readNumber(
	context: DocFlowContext,
	item: number | undefined,
	label: string,
	value: unknown,
	least = 1,
): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && number >= least) return number;
	throw inputError(
		context,
		item,
		`${label}${item === undefined ? '' : ` of item ${item}`} is not a number of at least ${least}: ${String(value)}`,
		'Enter a whole number, or clear the field to use the default.',
	);
}

/** The wait time option of an item, in seconds. */
export function readWaitTimeout(
	context: IExecuteFunctions,
	item: number,
	options: IDataObject,
): number {
	return readNumber(context, item, 'Wait Timeout', options.waitTimeout ?? 600);
}

/** The workspace of an item, or of a poll: the option, else the credential's. @throws NodeOperationError when both are empty. */
export async function readWorkspace(
	context: DocFlowContext,
	item: number | undefined,
	options: IDataObject,
): Promise<string> {
	const own = options.workspaceId;
	if (own !== undefined && own !== '') return readId(context, item, 'Workspace ID', own);
	const { workspaceId } = await context.getCredentials('docFlowApi', item);
	return readId(context, item, "The credential's Workspace ID", workspaceId);
}
