import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import { choiceField } from '../parameters/field';
import { categoryProperty, filtersField, optionsField } from '../parameters/fields';
import { readWorkspace } from '../parameters/ids';
import { outputProperty, outputOptionProperties, readOutput } from '../parameters/output';
import { readChoice, readNumber, readText } from '../parameters/read';
import type { TriggerOutput } from './items';
import type { TriggerSettings } from './settings';

const eventField = choiceField({
	displayName: 'Event',
	name: 'event',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Batch Finished',
			value: 'batchFinished',
			description:
				'Fires once when DocFlow is done with every file of a batch. Failed files are reported, they hold nothing up.',
		},
		{
			name: 'File Finished',
			value: 'fileFinished',
			description:
				'Fires for each file as soon as DocFlow is done with it, whatever the rest of its batch does',
		},
		{
			name: 'File Verified',
			value: 'fileVerified',
			description:
				'Fires for each file when a person has confirmed or rejected it in DocFlow, once for each verdict. Corrections after it fire nothing.',
		},
	],
	default: 'batchFinished',
	description: 'What starts the workflow',
});

/** Of a batch; single files have no batch to stand in. */
const batchOutputField = choiceField<TriggerOutput['output']>({
	...outputProperty,
	displayOptions: { show: { event: ['batchFinished'] } },
	options: [
		{ name: 'Batch', value: 'batch', description: 'One item per batch, with its files inside' },
		...outputProperty.options,
	],
	default: 'batch',
});
const fileOutputField = choiceField<TriggerOutput['output']>({
	...outputProperty,
	displayOptions: { hide: { event: ['batchFinished'] } },
});

const categoryField: INodeProperties = {
	...categoryProperty,
	description:
		'Only files of this category, named as in DocFlow, e.g. invoice. A batch fires when all its files are finished, with those of the category; without one it does not fire.',
};

const outcomeField = choiceField({
	displayName: 'Outcome',
	name: 'outcome',
	type: 'options',
	options: [
		{ name: 'All Succeeded', value: 'allSucceeded', description: 'No file failed' },
		{ name: 'Any', value: 'any', description: 'However it ended' },
		{ name: 'Some Failed', value: 'someFailed', description: 'At least one file failed' },
	],
	default: 'any',
	displayOptions: { hide: { '/event': ['fileVerified'] } },
	description:
		'Which batches fire by how their files ended. A batch that is held back fires later, whole, if a retry gives it the outcome.',
});

const verdictField = choiceField({
	displayName: 'Verdict',
	name: 'verdict',
	type: 'options',
	options: [
		{ name: 'Any', value: 'any', description: 'Whatever the person said' },
		{ name: 'Confirmed', value: 'confirmed', description: 'A person confirmed the file' },
		{ name: 'Rejected', value: 'rejected', description: 'A person rejected the file' },
	],
	default: 'any',
	displayOptions: { show: { '/event': ['fileVerified'] } },
	description: 'Which files fire by what a person said of them',
});

const maxBatchesField: INodeProperties = {
	displayName: 'Max Batches per Poll',
	name: 'maxBatchesPerPoll',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 100,
	description:
		'How many batches one poll gives at most. The others follow at the next poll, oldest first, e.g. 250 in three polls.',
};

const settleTimeField: INodeProperties = {
	displayName: 'Settle Time (Seconds)',
	name: 'settleTime',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	displayOptions: { show: { '/event': ['batchFinished'] } },
	description:
		'How long a batch must stay finished and unchanged before it fires. Set it when the files of one batch are uploaded bit by bit, e.g. 600 for a person who scans them one after the other.',
};

/** What the trigger's panel shows. */
export const properties: INodeProperties[] = [
	eventField,
	batchOutputField,
	fileOutputField,
	filtersField('Which batches and files start nothing', [
		categoryField,
		outcomeField,
		verdictField,
	]),
	optionsField(...outputOptionProperties, maxBatchesField, settleTimeField),
];

/** What one poll is to do, read from the panel. */
export interface PollParameters {
	workspaceId: string;
	settings: TriggerSettings;
	output: TriggerOutput;
}

/** Reads the panel. @throws NodeOperationError for an empty workspace or a wrong value. */
export async function readParameters(context: IPollFunctions): Promise<PollParameters> {
	const category = readText(context, undefined, categoryField, 'filters');
	const event = readChoice(context, undefined, eventField);
	const isVerified = event === 'fileVerified';
	const outputField = event === 'batchFinished' ? batchOutputField : fileOutputField;
	return {
		workspaceId: await readWorkspace(context, undefined),
		settings: {
			event,
			category,
			// What is hidden may still be set, from when another event was chosen.
			outcome: isVerified ? 'any' : readChoice(context, undefined, outcomeField, 'filters'),
			verdict: isVerified ? readChoice(context, undefined, verdictField, 'filters') : 'any',
			settleMs: readNumber(context, undefined, settleTimeField, 'options') * 1000,
			maxBatches: readNumber(context, undefined, maxBatchesField, 'options'),
		},
		output: { ...readOutput(context, undefined, outputField), category },
	};
}
