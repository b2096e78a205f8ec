import type { IDataObject, INodeProperties, IPollFunctions } from 'n8n-workflow';

import {
	outputProperty,
	outputOptionProperties,
	categoryProperty,
	workspaceProperty,
} from '../parameters/fields';
import { readNumber, readWorkspace, toOutputOptions } from '../parameters/read';
import type { TriggerOutput } from './items';
import type { TriggerEvent, Filters, TriggerSettings } from './settings';

/** What the trigger's panel shows. */
export const properties: INodeProperties[] = [
	{
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
		],
		default: 'batchFinished',
		description: 'What starts the workflow',
	},
	{
		...outputProperty,
		options: [
			{ name: 'Batch', value: 'batch', description: 'One item per batch, with its files inside' },
			...(outputProperty.options ?? []),
		],
		default: 'batch',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				...categoryProperty,
				description:
					'Only files of this category, named as in DocFlow. A batch fires when all its files are finished, with those of the category; without one it does not fire.',
			},
			{
				displayName: 'Outcome',
				name: 'outcome',
				type: 'options',
				options: [
					{ name: 'All Succeeded', value: 'allSucceeded', description: 'No file failed' },
					{ name: 'Any', value: 'any', description: 'However it ended' },
					{ name: 'Some Failed', value: 'someFailed', description: 'At least one file failed' },
				],
				default: 'any',
				description:
					'Which batches fire by how their files ended. A batch that is held back fires later, whole, if a retry gives it the outcome.',
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
			{
				displayName: 'Max Batches per Poll',
				name: 'maxBatchesPerPoll',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 100,
				description:
					'How many batches one poll gives at most. The others follow at the next poll, oldest first.',
			},
			{
				displayName: 'Settle Time (Seconds)',
				name: 'settleTime',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'How long a batch must stay finished and unchanged before it fires. Set it when the files of one batch are uploaded bit by bit. Not used for single files.',
			},
			workspaceProperty,
		],
	},
];

/** What one poll is to do, read from the panel. */
export interface PollParameters {
	workspaceId: string;
	settings: TriggerSettings;
	output: TriggerOutput;
}

/** Reads the panel. @throws NodeOperationError for an empty workspace or a wrong number. */
export async function readParameters(context: IPollFunctions): Promise<PollParameters> {
	const filters = context.getNodeParameter('filters', {}) as IDataObject;
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const number = (label: string, value: unknown, least: number) =>
		readNumber(context, undefined, label, value, least);
	const category = String(filters.category ?? '').trim();
	const output = context.getNodeParameter('output', 'batch') as TriggerOutput['output'];
	return {
		workspaceId: await readWorkspace(context, undefined, options),
		settings: {
			event: context.getNodeParameter('event', 'batchFinished') as TriggerEvent,
			category,
			outcome: (filters.outcome ?? 'any') as Filters['outcome'],
			settleMs: number('Settle Time', options.settleTime ?? 0, 0) * 1000,
			maxBatches: number('Max Batches per Poll', options.maxBatchesPerPoll ?? 100, 1),
		},
		output: { ...toOutputOptions(output, options), output, category },
	};
}
