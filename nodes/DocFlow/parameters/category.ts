import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { choiceField } from './field';
import { readId, readWorkspace } from './ids';
import { locatorField } from './locator';

/** A category that is managed: from the list of all, or by its id or name. Read by `readId`, or by `readIds` where it may be several. */
export const categoryField = (description: string): INodeProperties =>
	locatorField({
		displayName: 'Category',
		name: 'categoryId',
		search: 'searchCategories',
		by: { displayName: 'By ID or Name', name: 'id', placeholder: 'e.g. invoice' },
		description,
	});

/** The workspace, and the one category that a field names, by its id or name. @throws NodeOperationError as `readId` does. */
export const readCategory = async (
	context: IExecuteFunctions,
	item: number,
	field: INodeProperties,
): Promise<{ workspace_id: string; category: string }> => ({
	workspace_id: await readWorkspace(context, item),
	category: readId(context, item, field),
});

/**
 * The models by which DocFlow reads (DocFlow API, "Create File Category"). What a call does not name is read by Acgpt in one
 * place of the API and by Auto in another, so the node always names one, the same everywhere.
 */
export const extractModelField = choiceField({
	displayName: 'Extraction Model',
	name: 'extractModel',
	type: 'options',
	options: [
		{ name: 'Acgpt', value: 'Acgpt', description: 'Fast, with stable results' },
		{
			name: 'Acgpt-VL',
			value: 'Acgpt-VL',
			description: 'Looks at the pages, for simple documents of up to 10 pages',
		},
		{ name: 'Automatic', value: 'Auto', description: 'DocFlow chooses the model' },
		{ name: 'DF-M1', value: 'DF-M1', description: 'For documents that are hard to understand' },
	],
	default: 'Auto',
	description: 'The AI model by which DocFlow reads',
});
