import type { INodeProperties } from 'n8n-workflow';

/** The most characters of a category's name and of its prompt (DocFlow API, "Create File Category"). */
export const MAX_NAME = 50;
export const MAX_PROMPT = 150;

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. invoice',
	description: 'What the category is called, at most 50 characters',
};

export const promptField: INodeProperties = {
	displayName: 'Prompt',
	name: 'categoryPrompt',
	type: 'string',
	default: '',
	placeholder: 'e.g. An invoice of a supplier, with a number and a total',
	description: 'What tells that a document is one of this category, at most 150 characters',
};

/** How to see what became of a category. */
export const LOOK_AT_CATEGORIES = 'Category → Get Many';
