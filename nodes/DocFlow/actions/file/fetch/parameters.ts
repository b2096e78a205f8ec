import type { INodeProperties } from 'n8n-workflow';

import { RECOGNITION_STATUS, VERIFICATION_STATUS } from '../../../files/types';
import {
	outputProperty,
	outputOptionProperties,
	categoryProperty,
	waitTimeoutProperty,
	workspaceProperty,
} from '../../../parameters/fields';

/** The three ids a result is fetched by, with the API's name for each. */
export const BY = {
	batchNumber: { label: 'Batch Number', parameter: 'batch_number', subject: 'batch' },
	fileId: { label: 'File ID', parameter: 'file_id', subject: 'file' },
	taskId: { label: 'Task ID', parameter: 'task_id', subject: 'task' },
} as const;

const statusOptions = (words: Readonly<Record<number, string>>) =>
	Object.entries(words)
		.map(([value, word]) => ({
			name: word[0].toUpperCase() + word.slice(1),
			value: Number(value),
		}))
		.sort((a, b) => (a.name < b.name ? -1 : 1));

const idProperties: INodeProperties[] = Object.entries(BY).map(([name, { label, subject }]) => ({
	displayName: label,
	name,
	type: 'string',
	required: true,
	default: '',
	placeholder:
		name === 'batchNumber' ? 'e.g. {{ $json.batch_number }}' : 'e.g. 1978297791713619968',
	displayOptions: { show: { fetchBy: [name] } },
	description: `The ${subject} to fetch, as Upload gave it. Keep it a string: as a number it loses digits.`,
}));

/** What the Fetch panel shows. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Fetch By',
		name: 'fetchBy',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Batch Number', value: 'batchNumber', description: 'All files of a batch' },
			{ name: 'File ID', value: 'fileId', description: 'One file' },
			{ name: 'Task ID', value: 'taskId', description: 'The file of one task' },
			{
				name: 'Whole Workspace',
				value: 'workspace',
				description: 'All files that pass the filters',
			},
		],
		default: 'batchNumber',
		description: 'Which files to fetch',
	},
	...idProperties,
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: true,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
	outputProperty,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			categoryProperty,
			{
				displayName: 'Recognition Status',
				name: 'recognitionStatus',
				type: 'options',
				options: statusOptions(RECOGNITION_STATUS),
				default: 1,
				description: 'Only files at this step of recognition',
			},
			{
				displayName: 'Updated After',
				name: 'startTime',
				type: 'dateTime',
				default: '',
				description: 'Only files whose record changed at or after this time',
			},
			{
				displayName: 'Updated Before',
				name: 'endTime',
				type: 'dateTime',
				default: '',
				description: 'Only files whose record changed before this time',
			},
			{
				displayName: 'Verification Status',
				name: 'verificationStatus',
				type: 'options',
				options: statusOptions(VERIFICATION_STATUS),
				default: 0,
				description: 'Only files that people have confirmed, rejected and so on',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			...outputOptionProperties,
			waitTimeoutProperty,
			{
				displayName: 'Wait Until Finished',
				name: 'waitUntilFinished',
				type: 'boolean',
				default: false,
				description: 'Whether to wait until DocFlow is done with every file found',
			},
			{
				displayName: 'With Document Text',
				name: 'withDocument',
				type: 'boolean',
				default: false,
				description: 'Whether to add the whole recognised text (seen in the output Raw)',
			},
			{
				displayName: 'With Image URLs',
				name: 'withImageUrl',
				type: 'boolean',
				default: false,
				description: 'Whether to add a picture address for each page (seen in the output Raw)',
			},
			{
				displayName: 'With Task Detail URL',
				name: 'withTaskDetailUrl',
				type: 'boolean',
				default: false,
				description:
					"Whether to add the address of the task's page in DocFlow (seen in the output Raw)",
			},
			workspaceProperty,
		],
	},
];
