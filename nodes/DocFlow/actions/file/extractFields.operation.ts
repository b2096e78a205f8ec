import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readList } from '../../files/list';
import { toItems } from '../../output';
import { extractModelField } from '../../parameters/category';
import { fieldError, readIfSet } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { idField } from '../../parameters/fileIds';
import { readId, readWorkspace } from '../../parameters/ids';
import { readTexts } from '../../parameters/lists';
import { nameLocator } from '../../parameters/locator';
import { outputOptionProperties, outputProperty, readOutput } from '../../parameters/output';
import { readChoice, readText } from '../../parameters/read';
import { readRowName, rowsField, rowsOf } from '../../parameters/rows';
import { apiError } from '../../transport/errors';
import { docFlowRequest } from '../../transport/request';
import { toNodeError } from '../../transport/unreadable';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';

const TIMEOUT_MS = 300_000;

const taskIdField = idField(
	'taskId',
	'Task ID',
	'The task_id of a finished file, as Upload, Fetch or the trigger gave it',
);

const promptField: INodeProperties = {
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	default: '',
	placeholder: 'e.g. Only the year',
	description: 'What is to be found, in words',
};

const columnsField: INodeProperties = {
	displayName: 'Columns',
	name: 'columns',
	type: 'string',
	default: '',
	placeholder: 'e.g. Description, Quantity, Amount',
	description: 'The columns of the table, separated by commas, or an array by expression',
};

const fieldName = nameLocator(
	{
		displayName: 'Name',
		name: 'name',
		search: 'searchFieldNames',
		description: 'The name of the field, as it is to be called in the results',
	},
	'e.g. Due Date',
	true,
);
const tableName = nameLocator(
	{
		displayName: 'Name',
		name: 'name',
		search: 'searchTableNames',
		description: 'The name of the table, as it is to be called in the results',
	},
	'e.g. Line Items',
	true,
);

const fieldsField = rowsField({
	displayName: 'Fields',
	name: 'fields',
	row: 'Field',
	description: 'Fields to look for, or to read anew where they are there already',
	values: [fieldName, promptField, extractModelField],
});

const tablesField = rowsField({
	displayName: 'Tables',
	name: 'tables',
	row: 'Table',
	description: 'Tables to look for, or to read anew where they are there already',
	values: [tableName, columnsField, extractModelField],
});

/** What is to be found. @throws NodeOperationError when it is nothing, or a name is missing. */
function readWanted(context: IExecuteFunctions, item: number) {
	const fields = rowsOf(context, item, fieldsField).map((within) => ({
		key: readRowName(context, item, fieldName, within),
		prompt: readIfSet(readText, context, item, promptField, within),
		extract_model: readChoice(context, item, extractModelField, within),
	}));
	const tables = rowsOf(context, item, tablesField).map((within) => ({
		name: readRowName(context, item, tableName, within),
		extract_model: readChoice(context, item, extractModelField, within),
		fields: readTexts(context, item, columnsField, within).map((key) => ({ key })),
	}));
	if (fields.length + tables.length > 0)
		return { ...(fields.length > 0 && { fields }), ...(tables.length > 0 && { tables }) };
	throw fieldError(context, item, fieldsField, 'is empty', 'Add at least one field or table.');
}

/** File → Extract Fields (DocFlow API, "Extract Specific Fields"). Each call is billed, so none is repeated by itself. */
export const extractFields: Operation = {
	value: 'extractFields',
	name: 'Extract Fields',
	action: 'Extract more fields of a file',
	description:
		'Let DocFlow look for more fields and tables in a file it has read, or read some anew. DocFlow bills each call, so it is never repeated by itself.',
	properties: [
		taskIdField,
		fieldsField,
		tablesField,
		outputProperty,
		optionsField(...outputOptionProperties),
	],
	execute: forEachItemOnce(
		async (context, item) => ({
			body: {
				workspace_id: await readWorkspace(context, item),
				task_id: readId(context, item, taskIdField),
				...readWanted(context, item),
			} as IDataObject,
			output: readOutput(context, item, outputProperty),
		}),
		async (context, { body, output }, itemIndex) => {
			const { result } = await docFlowRequest(context, {
				method: 'POST',
				path: '/file/extract_fields',
				repeat: 'once',
				body,
				timeout: TIMEOUT_MS,
				itemIndex,
				look: 'File → Get',
			});
			try {
				return readList(result).files.flatMap((file) =>
					toItems(file, output).map((json) => ({ json })),
				);
			} catch (error) {
				const { message } = toNodeError(context, error, itemIndex) as Error;
				const advice = 'The fields are extracted and billed: get them with File → Get.';
				throw apiError(context, { message, advice, mayBeDone: true }, itemIndex);
			}
		},
	),
};
