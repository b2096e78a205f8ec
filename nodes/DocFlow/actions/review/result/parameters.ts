import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { choiceField } from '../../../parameters/field';
import { waitTimeoutProperty } from '../../../parameters/fields';
import { readChoice, readFlag } from '../../../parameters/read';
import type { ReviewOptions, ReviewOutput } from './output';

/** The Output choice of a review's results. */
export const reviewOutputField = choiceField<ReviewOutput>({
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Raw', value: 'raw', description: "DocFlow's own record of the review, as it came" },
		{
			name: 'Rules',
			value: 'rules',
			description:
				'One flat item per rule, with its result, risk, reasoning and where it looked: one sheet row each, matched on row_key',
		},
		{
			name: 'Summary',
			value: 'summary',
			description: 'One item per review: its state and how many rules passed, failed or broke',
		},
	],
	default: 'rules',
	description: 'In what form the results come out',
});

const detailsField: INodeProperties = {
	displayName: 'Add Details',
	name: 'details',
	type: 'boolean',
	default: false,
	description:
		"Whether the output Rules also says each rule's prompt, what a person decided (audit_result, audit_message), the counts, the model and more IDs",
};

/** Adds a link to the result. */
export const detailUrlField: INodeProperties = {
	displayName: 'With Task Detail URL',
	name: 'withTaskDetailUrl',
	type: 'boolean',
	default: false,
	description: "Whether to add a link to the review in DocFlow's web pages",
};

/** What the operations that give results have in their options. */
export const resultOptionFields: INodeProperties[] = [
	detailsField,
	detailUrlField,
	{
		...waitTimeoutProperty,
		description:
			'How long to wait for all reviews of the input together. After it the node fails with an error that names those that are not finished; nothing is lost, Get Result gets them later.',
	},
];

/** How the results are to come out. @throws NodeOperationError as the readers do. */
export const readReviewOptions = (context: IExecuteFunctions, item: number): ReviewOptions => ({
	output: readChoice(context, item, reviewOutputField),
	details: readFlag(context, item, detailsField, 'options'),
});
