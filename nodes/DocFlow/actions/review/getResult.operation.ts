import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { optionsField, waitTimeoutProperty } from '../../parameters/fields';
import { readIds, readWorkspace } from '../../parameters/ids';
import { readFlag, readNumber } from '../../parameters/read';
import { type Operation, readRequests } from '../operation';
import { reviewTasksField } from './fields';
import { addResults } from './result/get';
import {
	detailUrlField,
	readReviewOptions,
	resultOptionFields,
	reviewOutputField,
} from './result/parameters';

const waitUntilFinishedField: INodeProperties = {
	displayName: 'Wait Until Finished',
	name: 'waitUntilFinished',
	type: 'boolean',
	default: true,
	description:
		'Whether to wait until DocFlow is done with the review, in place of giving out what there is now',
};

/** The panel of an item. @throws NodeOperationError as the readers do. */
async function readAsk(context: IExecuteFunctions, item: number) {
	const timeout = readNumber(context, item, waitTimeoutProperty, 'options');
	return {
		workspace_id: await readWorkspace(context, item),
		tasks: readIds(context, item, reviewTasksField),
		with_task_detail_url: readFlag(context, item, detailUrlField, 'options'),
		options: readReviewOptions(context, item),
		wait: readFlag(context, item, waitUntilFinishedField) ? timeout : undefined,
	};
}

/** Review → Get Result. One item for each rule of each review (DocFlow API, "Get Review Task Result"). */
export const getReviewResult: Operation = {
	value: 'getResult',
	name: 'Get Result',
	action: 'Get the result of a review',
	description:
		'Get what a review found, rule by rule: whether it is met, how high the risk is, why, and where in the documents it says so',
	properties: [
		reviewTasksField,
		waitUntilFinishedField,
		reviewOutputField,
		optionsField(...resultOptionFields),
	],
	async execute(context, itemCount, results) {
		const asks = await readRequests(context, itemCount, results, readAsk);
		const reviews = asks.flatMap(({ request: { tasks, ...request }, items }) =>
			tasks.map((task_id) => ({ request: { ...request, task_id }, items })),
		);
		await addResults(context, reviews, results);
	},
};
