import type { INodeProperties } from 'n8n-workflow';

import { locatorField } from './locator';

/** A category by its name: from the list of those in use, or any other, as of files that were sorted before. */
export const categoryNameField = (description: string): INodeProperties =>
	locatorField({
		displayName: 'Category',
		name: 'category',
		description,
		search: 'searchCategoryNames',
		by: { displayName: 'By Name', name: 'name', placeholder: 'e.g. invoice' },
		required: false,
	});

/** The category as a filter. */
export const categoryProperty = categoryNameField(
	'Only files of this category, named as in DocFlow, e.g. invoice',
);

/** The wait time option, in seconds. */
export const waitTimeoutProperty: INodeProperties = {
	displayName: 'Wait Timeout (Seconds)',
	name: 'waitTimeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 86_400 },
	default: 600,
	description:
		'How long to wait for DocFlow to finish, e.g. 3600 for long contracts. After it the node fails with an error that says what is unfinished; nothing is lost, Fetch gets it later. With On Error set to Continue, finished files come out, and an error item for each other one.',
};

/** An option that does something only when results are waited for. */
export const whenWaiting = (field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: {
		...field.displayOptions,
		show: { ...field.displayOptions?.show, '/waitForResults': [true] },
	},
});

/** Overrides the credential's workspace. */
export const workspaceProperty = locatorField({
	displayName: 'Workspace',
	name: 'workspaceId',
	description:
		'Another workspace than the one in the credential, e.g. that of another company; the lists of this node follow it',
	search: 'searchWorkspaces',
	by: { displayName: 'By ID', name: 'id', placeholder: 'e.g. 1955840540571376304' },
	required: false,
});

/** The order of the fields of a collection. */
export const byLabel = (a: INodeProperties, b: INodeProperties) =>
	a.displayName < b.displayName ? -1 : 1;

/** A collection named Options: what is given, and the workspace. */
export const optionsField = (...options: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	description: 'What is seldom needed',
	options: [...options, workspaceProperty].sort(byLabel),
});

/** A collection named Filters. */
export const filtersField = (description: string, options: INodeProperties[]): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description,
	options: options.sort(byLabel),
});
