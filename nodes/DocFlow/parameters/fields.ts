import { INodeProperties } from 'n8n-workflow';

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
