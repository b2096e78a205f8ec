import type { INodeProperties } from 'n8n-workflow';

import { choiceField } from '../../../parameters/field';
import { optionsField, whenWaiting } from '../../../parameters/fields';
import { fileIdFields } from '../../../parameters/fileIds';
import { locatorField } from '../../../parameters/locator';
import { resultOptionFields, reviewOutputField } from '../result/parameters';

export const repositoryField = locatorField({
	displayName: 'Repository',
	name: 'repository',
	search: 'searchRepositories',
	description: 'The review repository whose rules the files are checked by',
});

export const reviewByField = choiceField({
	displayName: 'Review By',
	name: 'reviewBy',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Batch Number',
			value: 'batchNumber',
			description: 'All files of a batch, in one review',
		},
		{
			name: 'Task ID',
			value: 'taskId',
			description: 'The files of one or more tasks, in one review for each input item',
		},
	],
	default: 'batchNumber',
	description: 'What tells which files to review together',
});

export const { batchNumber, taskId } = fileIdFields(
	'reviewBy',
	'that Upload gave, of the files to review; several task IDs with commas between them',
);

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Invoices of September',
	description:
		"What the review is called in DocFlow's web pages, at most 100 characters. Made from the batch or the tasks where it is empty.",
};

export const modelField: INodeProperties = {
	displayName: 'Model',
	name: 'model',
	type: 'options',
	options: [
		{ name: 'DeepSeek V4 Pro', value: 'deepseek-v4-pro' },
		{ name: 'ORM-O1', value: 'ORM-O1' },
		{ name: 'Qwen3.6 Plus', value: 'qwen3.6-plus' },
		{ name: 'Qwen3.7 Max', value: 'qwen3.7-max' },
	],
	default: 'deepseek-v4-pro',
	description:
		"The model that judges. If not set, the repository's own; an expression may name another that your DocFlow has.",
};

export const waitForResultsField: INodeProperties = {
	displayName: 'Wait for Results',
	name: 'waitForResults',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether to wait until the review is done and give out its results, in place of one item per review',
};

/** What the Submit panel shows. */
export const properties: INodeProperties[] = [
	repositoryField,
	reviewByField,
	batchNumber,
	taskId,
	waitForResultsField,
	{ ...reviewOutputField, displayOptions: { show: { waitForResults: [true] } } },
	optionsField(nameField, modelField, ...resultOptionFields.map(whenWaiting)),
];
