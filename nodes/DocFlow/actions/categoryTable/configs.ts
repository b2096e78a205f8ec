import type { INodeProperties } from 'n8n-workflow';

import type { Members } from '../../parameters/members';
import { locatorField } from '../../parameters/locator';

/** The most characters of a table's name and of its prompt (DocFlow API, "Add File Category Tables"). */
export const MAX_NAME = 50;
export const MAX_PROMPT = 200;

/** How to see what became of a table. */
export const LOOK_AT_TABLES = 'Category Table → Get Many';

/** What DocFlow takes of a table. */
export const TABLE_MEMBERS: Members = {
	name: 'text',
	prompt: 'text',
	collect_from_multi_table: 'true or false',
	extract_model: 'text',
};

/** The table that something is about; read by `readId`, or by `readIds` where it may be several. */
export const tableField = (
	description: string,
	more: Partial<INodeProperties> & { required?: boolean } = {},
): INodeProperties =>
	locatorField(
		{
			displayName: 'Table',
			name: 'tableId',
			search: 'searchCategoryTables',
			by: { displayName: 'By ID or Name', name: 'id', placeholder: 'e.g. Line Items' },
			required: true,
			description,
		},
		more,
	);

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Line Items',
	description: 'What the table is called, at most 50 characters',
};

export const mergeField: INodeProperties = {
	displayName: 'Merge Tables',
	name: 'mergeTables',
	type: 'boolean',
	default: false,
	description: 'Whether rows of several tables of a document are collected in this one',
};

export const promptField: INodeProperties = {
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	default: '',
	placeholder: 'e.g. Item name, quantity and amount of each row',
	description: 'What to look for in each row, in words, at most 200 characters',
};
