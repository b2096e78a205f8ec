import type { INodeProperties } from 'n8n-workflow';

import { choiceField } from '../../../parameters/field';
import { optionsField, waitTimeoutProperty, whenWaiting } from '../../../parameters/fields';
import { outputProperty, outputOptionProperties } from '../../../parameters/output';
import { parserOptionsField } from '../../../parameters/parserOptions';
import { apiOptionProperties } from './apiOptions';

export const sourceField = choiceField({
	displayName: 'Source',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Binary Data', value: 'binary', description: 'Files that come with the input items' },
		{
			name: 'URL',
			value: 'url',
			description: 'Public web addresses that DocFlow downloads itself',
		},
	],
	default: 'binary',
	description: 'Where the files are',
});

export const binaryField: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: '*',
	required: true,
	placeholder: 'e.g. data, attachment_*',
	hint: 'The name of the input field containing the files to upload; * takes every file',
	displayOptions: { show: { source: ['binary'] } },
	description:
		'Names of binary fields, separated by commas; * stands for any characters, and alone for every file. Or, by expression, a list of names or the files themselves, of this or an earlier node: {{ $("Form").item.binary.Invoice_0 }}.',
};

export const urlsField: INodeProperties = {
	displayName: 'URLs',
	name: 'urls',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	required: true,
	placeholder: 'e.g. https://example.com/invoice.pdf',
	displayOptions: { show: { source: ['url'] } },
	description:
		'One address per line, or an array by expression. DocFlow downloads each file itself, so anybody must be able to open it: a link that asks for a login does not work.',
};

export const batchModeField = choiceField({
	displayName: 'Batch',
	name: 'batchMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Add to a Batch Number',
			value: 'batchNumber',
			description: 'Files join the batch you name',
		},
		{
			name: 'New Batch for All Items',
			value: 'allItems',
			description: 'All files of the input together',
		},
		{
			name: 'New Batch per Item',
			value: 'perItem',
			description: 'Each input item makes a batch of its own',
		},
	],
	default: 'perItem',
	description:
		'Which files belong together, e.g. an invoice and its delivery note. Results are fetched by batch.',
});

export const batchNumberField: INodeProperties = {
	displayName: 'Batch Number',
	name: 'batchNumber',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 202609150001',
	displayOptions: { show: { batchMode: ['batchNumber'] } },
	description:
		'A number of your own, of at most 20 characters, e.g. the day and a counter. Items with the same number share a batch.',
};

export const waitForResultsField: INodeProperties = {
	displayName: 'Wait for Results',
	name: 'waitForResults',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether to wait until DocFlow is done and give out the results, e.g. the line items of an invoice, in place of one item per uploaded file',
};

export const maxFilesField: INodeProperties = {
	displayName: 'Max Files per Request',
	name: 'maxFilesPerRequest',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 20,
	displayOptions: { show: { '/source': ['binary'] } },
	description:
		'More files than this go up in several requests of the same batch, e.g. 50 files in 3 requests of 20',
};

export const maxSizeField: INodeProperties = {
	displayName: 'Max Request Size (MB)',
	name: 'maxRequestSizeMb',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 100,
	displayOptions: { show: { '/source': ['binary'] } },
	description:
		'Files that together are larger go up in several requests of the same batch. Set it lower if a server on the way refuses large requests, e.g. 10.',
};

export const timeoutField: INodeProperties = {
	displayName: 'Request Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 86_400 },
	default: 300,
	description: 'How long one upload request may take, e.g. 900 on a slow line',
};

export const unsupportedFilesField = choiceField({
	displayName: 'Unsupported Files',
	name: 'unsupportedFiles',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'fail', description: 'An error that names the file' },
		{
			name: 'Output as Item',
			value: 'item',
			description: 'An output item with the status "skipped" and the reason',
		},
		{ name: 'Skip', value: 'skip', description: 'Leave the file out and name it in a hint' },
	],
	default: 'fail',
	displayOptions: { show: { '/source': ['binary'] } },
	description:
		'What to do with a file that is empty, larger than 100 MB or in a format DocFlow does not read, e.g. a ZIP. If not set: those in fields named outright fail, those found by * are skipped.',
});

export const fileNamesField: INodeProperties = {
	displayName: 'File Names',
	name: 'fileNames',
	type: 'string',
	default: '',
	placeholder: 'e.g. *.pdf, !image0*',
	displayOptions: { show: { '/source': ['binary'] } },
	description:
		'Upload only files whose name matches, in capital or small letters: patterns separated by commas, * stands for any characters, ! before one leaves files out. E.g. *.pdf, !terms* is every PDF but those that begin with "terms".',
};

export const minSizeField: INodeProperties = {
	displayName: 'Min Size (KB)',
	name: 'minSizeKb',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	displayOptions: { show: { '/source': ['binary'] } },
	description:
		'Smaller files are left out, e.g. with 20 the logos in signatures. DocFlow bills every page it reads.',
};

const ours: INodeProperties[] = [
	...[...outputOptionProperties, waitTimeoutProperty].map(whenWaiting),
	fileNamesField,
	maxFilesField,
	maxSizeField,
	minSizeField,
	timeoutField,
	unsupportedFilesField,
];

/** What the Upload panel shows. */
export const properties: INodeProperties[] = [
	sourceField,
	binaryField,
	urlsField,
	batchModeField,
	batchNumberField,
	waitForResultsField,
	{ ...outputProperty, displayOptions: { show: { waitForResults: [true] } } },
	optionsField(...apiOptionProperties, ...ours),
	parserOptionsField,
];
