import type { INodeProperties } from 'n8n-workflow';

import { RECOGNITION_STATUS, VERIFICATION_STATUS } from '../../../files/types';
import { type ChoiceField, choiceField } from '../../../parameters/field';
import {
	categoryProperty,
	filtersField,
	optionsField,
	waitTimeoutProperty,
} from '../../../parameters/fields';
import { fileIdFields } from '../../../parameters/fileIds';
import { limitFields } from '../../../parameters/limit';
import { outputProperty, outputOptionProperties } from '../../../parameters/output';

/** The ids a result is fetched by. */
export const ids = fileIdFields('fetchBy', 'that Upload gave');

const statusField = (
	name: string,
	displayName: string,
	words: Readonly<Record<number, string>>,
	value: number,
	description: string,
): ChoiceField<number> => ({
	displayName,
	name,
	type: 'options',
	options: Object.entries(words)
		.map(([code, word]) => ({
			name: word[0].toUpperCase() + word.slice(1),
			value: Number(code),
		}))
		.sort((a, b) => (a.name < b.name ? -1 : 1)),
	default: value,
	description,
});

/** A switch that shows only in the output Raw. */
const flagField = (name: string, displayName: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'boolean',
	default: false,
	displayOptions: { show: { '/output': ['raw'] } },
	description: `Whether to ${description}`,
});

export const fetchByField = choiceField({
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
});

/** The filters, by the API's name for each. */
export const FILTERS = {
	category: categoryProperty,
	recognition_status: statusField(
		'recognitionStatus',
		'Recognition Status',
		RECOGNITION_STATUS,
		1,
		'Only files at this step of recognition, e.g. those that failed',
	),
	start_time: {
		displayName: 'Updated After',
		name: 'startTime',
		type: 'dateTime',
		default: '',
		description:
			'Only files whose record changed at or after this time, e.g. {{ $now.minus(1, "day") }}',
	},
	end_time: {
		displayName: 'Updated Before',
		name: 'endTime',
		type: 'dateTime',
		default: '',
		description: 'Only files whose record changed before this time, e.g. 2026-10-01',
	},
	verification_status: statusField(
		'verificationStatus',
		'Verification Status',
		VERIFICATION_STATUS,
		0,
		'Only files that people have confirmed, rejected and so on, e.g. Confirmed for what may be booked',
	),
} satisfies Record<string, INodeProperties>;

const byId = { fetchBy: ['batchNumber', 'fileId', 'taskId'] };

export const waitUntilFinishedField: INodeProperties = {
	displayName: 'Wait Until Finished',
	name: 'waitUntilFinished',
	type: 'boolean',
	default: true,
	displayOptions: { show: byId },
	description:
		'Whether to wait until DocFlow is done with every file. Off: files that are still being read come out without their fields.',
};

const waitTimeoutField: INodeProperties = {
	...waitTimeoutProperty,
	displayOptions: { show: { '/fetchBy': byId.fetchBy, '/waitUntilFinished': [true] } },
};

/** What to add to the records, by the API's name for each. */
export const EXTRAS = {
	with_document: flagField(
		'withDocument',
		'With Document Text',
		'add the whole recognised text, e.g. to search in it',
	),
	with_image_url: flagField(
		'withImageUrl',
		'With Image URLs',
		'add the address of a picture of each page, e.g. to show it beside the values (not in the region Global, whose API is older)',
	),
	with_task_detail_url: flagField(
		'withTaskDetailUrl',
		'With Task Detail URL',
		"add the address of the task's page in DocFlow, e.g. for a mail to the person who checks it",
	),
};

/** A file ID or task ID is one file: nothing to limit. */
const forMany = (field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: {
		show: { ...field.displayOptions?.show, fetchBy: ['batchNumber', 'workspace'] },
	},
});

/** What the Fetch panel shows. */
export const properties: INodeProperties[] = [
	fetchByField,
	...Object.values(ids),
	...limitFields.map(forMany),
	waitUntilFinishedField,
	outputProperty,
	filtersField('Which files to leave out', Object.values(FILTERS)),
	optionsField(...outputOptionProperties, waitTimeoutField, ...Object.values(EXTRAS)),
];
