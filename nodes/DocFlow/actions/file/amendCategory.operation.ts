import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { choiceField, fieldError } from '../../parameters/field';
import { categoryNameField, optionsField } from '../../parameters/fields';
import { idField } from '../../parameters/fileIds';
import { readId, readWorkspace } from '../../parameters/ids';
import { readTexts } from '../../parameters/lists';
import { readChoice, readText } from '../../parameters/read';
import { rowsField, rowsOf } from '../../parameters/rows';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';

const taskIdField = idField(
	'taskId',
	'Task ID',
	'The task_id of the file, as Upload, Fetch or the trigger gave it; of a split or cropped file that of the whole, its parent_task_id',
);

const kindField = choiceField({
	displayName: 'File Type',
	name: 'fileType',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Cropped File', value: 'crop', description: 'Uploaded with Crop Images' },
		{ name: 'Ordinary File', value: 'ordinary', description: 'One document' },
		{ name: 'Split File', value: 'split', description: 'Uploaded with Split Files' },
	],
	default: 'ordinary',
	description: 'How the file was uploaded: what can be amended depends on it',
});

const category: INodeProperties = {
	...categoryNameField('The category the document is of, named as in DocFlow, e.g. invoice'),
	required: true,
};

const pages: INodeProperties = {
	displayName: 'Pages',
	name: 'pages',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1-3, 5',
	description: 'The pages of the document in the whole file, counted from 1',
};

const childId = idField(
	'childTaskId',
	'Child Task ID',
	'The task_id that Fetch gives for the cropped part',
);

const splitTasks = rowsField(
	{
		displayName: 'Documents',
		name: 'splitTasks',
		row: 'Document',
		description:
			'All documents that are in the file from now on, each with its pages; they replace those that DocFlow found',
		values: [category, pages],
	},
	{ displayOptions: { show: { fileType: ['split'] } } },
);

const cropTasks = rowsField(
	{
		displayName: 'Parts',
		name: 'cropTasks',
		row: 'Part',
		description: 'The cropped parts whose category is to change; the others stay',
		values: [childId, category],
	},
	{ displayOptions: { show: { fileType: ['crop'] } } },
);

const ownCategory: INodeProperties = {
	...category,
	displayOptions: { show: { fileType: ['ordinary'] } },
};

/** The most pages a file has (DocFlow documentation, "Limits"). */
const MAX_PAGES = 1000;

/** Pages like `1-3, 5` as the API counts them, from 0. @throws NodeOperationError for anything else. */
function readPages(context: IExecuteFunctions, item: number, within: string): number[] {
	const parts = readTexts(context, item, pages, within);
	const found = parts.flatMap((part) => {
		const [, first = '', last = first] = /^(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?$/.exec(part) ?? [];
		const [from, to] = [Number(first), Number(last)];
		if (from < 1 || to < from || to > MAX_PAGES)
			throw fieldError(
				context,
				item,
				pages,
				`must be page numbers, but is "${part}"`,
				'Enter them like 1-3, 5, counted from 1.',
			);
		return Array.from({ length: to - from + 1 }, (_, at) => from - 1 + at);
	});
	if (found.length > 0) return [...new Set(found)];
	throw fieldError(context, item, pages, 'is empty', 'Enter page numbers like 1-3, 5.');
}

/** The category of a place in the panel. @throws NodeOperationError when there is none. */
function readCategory(context: IExecuteFunctions, item: number, within?: string): string {
	const name = readText(context, item, category, within);
	if (name !== '') return name;
	throw fieldError(
		context,
		item,
		category,
		'is empty',
		'Pick one from the list, or enter its name.',
	);
}

/** The part of the body that depends on the type of the file. @throws NodeOperationError for what is wrong or missing. */
function readAmendment(context: IExecuteFunctions, item: number) {
	const kind = readChoice(context, item, kindField);
	if (kind === 'ordinary') return { category: readCategory(context, item) };
	const field = kind === 'split' ? splitTasks : cropTasks;
	const rows = rowsOf(context, item, field);
	if (rows.length === 0)
		throw fieldError(context, item, field, 'is empty', 'Add at least one, with its category.');
	if (kind === 'split')
		return {
			split_tasks: rows.map((within) => ({
				category: readCategory(context, item, within),
				pages: readPages(context, item, within),
			})),
		};
	return {
		crop_tasks: rows.map((within) => ({
			crop_child_task_id: readId(context, item, childId, within),
			category: readCategory(context, item, within),
		})),
	};
}

/** File → Amend Category (DocFlow API, "Amend File Category"). */
export const amendCategory: Operation = {
	value: 'amendCategory',
	name: 'Amend Category',
	action: 'Amend the category of a file',
	description:
		'Say which category a file is of when DocFlow sorted it wrongly; of a split file also which pages make which document',
	properties: [taskIdField, kindField, ownCategory, splitTasks, cropTasks, optionsField()],
	execute: forEachItemOnce(
		async (context, item) => ({
			workspace_id: await readWorkspace(context, item),
			task_id: readId(context, item, taskIdField),
			...readAmendment(context, item),
		}),
		async (context, body, itemIndex) => {
			await docFlowRequest(context, {
				method: 'POST',
				path: '/file/amend_category',
				repeat: 'once',
				body,
				itemIndex,
				look: 'File → Get',
			});
			const { workspace_id: _workspace, ...amended } = body;
			return { json: { amended: true, ...amended } };
		},
	),
};
