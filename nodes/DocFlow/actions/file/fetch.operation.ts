import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { type OutputOptions, toItems } from '../../output';
import { apiError, inputError } from '../../transport/errors';
import { fetchFiles } from '../../transport/fetchFiles';
import type { Query } from '../../transport/request';
import { waitForFiles } from '../../transport/wait';
import { RECOGNITION_STATUS, VERIFICATION_STATUS } from '../../types';
import type { Operation } from '../operation';
import {
	outputOptionProperties,
	outputProperty,
	readId,
	readOutput,
	readWorkspace,
	waitTimeoutProperty,
	workspaceProperty,
} from './parameters';

const BY = {
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
	placeholder: name === 'batchNumber' ? 'e.g. {{ $json.batch_number }}' : 'e.g. 1978297791713619968',
	displayOptions: { show: { fetchBy: [name] } },
	description: `The ${subject} to fetch, as Upload gave it. Keep it a string: as a number it loses digits.`,
}));

const properties: INodeProperties[] = [
	{
		displayName: 'Fetch By',
		name: 'fetchBy',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Batch Number', value: 'batchNumber', description: 'All files of a batch' },
			{ name: 'File ID', value: 'fileId', description: 'One file' },
			{ name: 'Task ID', value: 'taskId', description: 'The file of one task' },
			{ name: 'Whole Workspace', value: 'workspace', description: 'All files that pass the filters' },
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
			{
				displayName: 'Category',
				name: 'category',
				type: 'string',
				default: '',
				placeholder: 'e.g. invoice',
				description: 'Only files of this category, named as in DocFlow',
			},
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
				description: "Whether to add the address of the task's page in DocFlow (seen in the output Raw)",
			},
			workspaceProperty,
		],
	},
];

interface FetchRequest {
	query: Query;
	/** Such as `batch 2026…`; undefined for the whole workspace. */
	subject?: string;
	limit?: number;
	wait?: number;
	output: OutputOptions;
}

/** RFC 3339 in UTC; a time without a zone is read in the workflow's. */
function readTime(context: IExecuteFunctions, item: number, label: string, value: unknown): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const text = typeof value === 'string' ? value.trim() : String(value);
	const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text);
	const time = hasZone ? new Date(text) : inZone(text, context.getTimezone());
	if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time.getTime()))
		throw inputError(
			context,
			item,
			`${label} is not a date: ${text.slice(0, 40)}`,
			'Enter it like 2026-09-15T08:00:00Z, or use {{ $now.minus(1, "day").toISO() }}.',
		);
	return time.toISOString().replace('.000Z', 'Z');
}

/** A wall-clock time of the given zone as an instant: off by the offset that zone has around then. */
function inZone(text: string, zone: string): Date {
	const utc = new Date(`${text.length === 10 ? `${text}T00:00:00` : text.replace(' ', 'T')}Z`);
	if (Number.isNaN(utc.getTime())) return utc;
	const shown = new Date(`${utc.toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T')}Z`);
	return new Date(2 * utc.getTime() - shown.getTime());
}

/** The parameters of one item, checked; nothing is sent here. */
async function readRequest(context: IExecuteFunctions, item: number): Promise<FetchRequest> {
	const fetchBy = context.getNodeParameter('fetchBy', item) as keyof typeof BY | 'workspace';
	const filters = context.getNodeParameter('filters', item, {}) as IDataObject;
	const options = context.getNodeParameter('options', item, {}) as IDataObject;
	const query: Query = { workspace_id: await readWorkspace(context, item, options) };
	let subject: string | undefined;
	if (fetchBy !== 'workspace') {
		const { label, parameter } = BY[fetchBy];
		const id = readId(context, item, label, context.getNodeParameter(fetchBy, item));
		query[parameter] = id;
		subject = `${BY[fetchBy].subject} ${id}`;
	}
	query.category = (filters.category as string | undefined)?.trim();
	query.recognition_status = filters.recognitionStatus as number | undefined;
	query.verification_status = filters.verificationStatus as number | undefined;
	query.start_time = readTime(context, item, 'Updated After', filters.startTime);
	query.end_time = readTime(context, item, 'Updated Before', filters.endTime);
	if (query.start_time && query.end_time && query.start_time > query.end_time)
		throw inputError(context, item, 'Updated After is later than Updated Before', 'Swap the two times.');
	if (options.withDocument === true) query.with_document = true;
	if (options.withTaskDetailUrl === true) query.with_task_detail_url = true;
	if (options.withImageUrl === true) query.with_image_url = true;
	return {
		query,
		subject,
		limit: context.getNodeParameter('returnAll', item)
			? undefined
			: (context.getNodeParameter('limit', item) as number),
		wait: options.waitUntilFinished === true ? Number(options.waitTimeout ?? 600) : undefined,
		output: readOutput(context, item, options),
	};
}

async function run(this: IExecuteFunctions, request: FetchRequest, itemIndex: number) {
	const load = async () =>
		await fetchFiles.call(this, request.query, itemIndex, request.limit ?? Infinity);
	const unfiltered = Object.keys(request.query).every(
		(name) => !/category|status|_time/.test(name) || request.query[name] === undefined,
	);
	const first = await load();
	if (first.length === 0 && request.subject !== undefined && unfiltered)
		throw apiError(
			this,
			{
				message: `DocFlow knows no ${request.subject}`,
				advice: 'Check the number and the workspace. A batch is found only in the workspace it was uploaded to.',
			},
			itemIndex,
		);
	if (request.wait === undefined) return first;
	return await waitForFiles.call(this, {
		subject: request.subject ?? 'the files of the workspace',
		first,
		load,
		timeout: request.wait,
		itemIndex,
	});
}

/** File → Fetch. Input items that ask for the same thing are answered by one request and one set of items. */
export const fetch: Operation = {
	value: 'fetch',
	name: 'Fetch',
	action: 'Fetch results',
	description: 'Get the results of uploaded files, as rows, flat items or raw records',
	properties,
	async execute(itemCount, results) {
		const groups = new Map<string, { request: FetchRequest; items: number[] }>();
		for (let item = 0; item < itemCount; item++) {
			try {
				const request = await readRequest(this, item);
				const key = JSON.stringify(request);
				const group = groups.get(key) ?? { request, items: [] };
				group.items.push(item);
				groups.set(key, group);
			} catch (error) {
				results.fail(item, error);
			}
		}
		for (const { request, items } of groups.values()) {
			try {
				const files = await run.call(this, request, items[0]);
				for (const file of files)
					for (const json of toItems(file, request.output)) results.add(items, json);
			} catch (error) {
				for (const item of items) results.fail(item, error);
			}
		}
	},
};
