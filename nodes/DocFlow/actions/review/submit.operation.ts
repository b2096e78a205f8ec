import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { textOf } from '../../json';
import { choiceField } from '../../parameters/field';
import { optionsField, waitTimeoutProperty } from '../../parameters/fields';
import { fileIdFields } from '../../parameters/fileIds';
import { readId, readIds, readWorkspace } from '../../parameters/ids';
import { locatorField } from '../../parameters/locator';
import { readChoice, readFlag, readNumber, readText } from '../../parameters/read';
import { apiError, DocFlowError } from '../../transport/errors';
import { docFlowRequest } from '../../transport/request';
import { idOfNew } from '../../transport/exactId';
import { type Operation, readRequests } from '../operation';
import { addResults, type ReviewRequest } from './result/get';
import {
	detailUrlField,
	readReviewOptions,
	resultOptionFields,
	reviewOutputField,
} from './result/parameters';

/** The most characters of a review's name (DocFlow API, "Submit Review Task"). */
const MAX_NAME = 100;

const repositoryField = locatorField({
	displayName: 'Repository',
	name: 'repository',
	search: 'searchRepositories',
	description: 'The review repository whose rules the files are checked by',
});

const reviewByField = choiceField({
	displayName: 'Review By',
	name: 'reviewBy',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Batch Number',
			value: 'batchNumber',
			description: 'All files of a batch, in one review',
		},
		{
			name: 'Task ID',
			value: 'taskId',
			description: 'The files of one or more tasks, in one review for each input item',
		},
	],
	default: 'batchNumber',
	description: 'What tells which files to review together',
});

const { batchNumber, taskId } = fileIdFields(
	'reviewBy',
	'that Upload gave, of the files to review; several task IDs with commas between them',
);

const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Invoices of September',
	description:
		"What the review is called in DocFlow's web pages, at most 100 characters. Made from the batch or the tasks where it is empty.",
};

const modelField: INodeProperties = {
	displayName: 'Model',
	name: 'model',
	type: 'options',
	options: [
		{ name: 'DeepSeek V4 Pro', value: 'deepseek-v4-pro' },
		{ name: 'ORM-O1', value: 'ORM-O1' },
		{ name: 'Qwen3.6 Plus', value: 'qwen3.6-plus' },
		{ name: 'Qwen3.7 Max', value: 'qwen3.7-max' },
	],
	default: 'deepseek-v4-pro',
	description:
		"The model that judges. If not set, the repository's own; an expression may name another that your DocFlow has.",
};

const waitForResultsField: INodeProperties = {
	displayName: 'Wait for Results',
	name: 'waitForResults',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether to wait until the review is done and give out its results, in place of one item per review',
};

const whenWaiting = (field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { show: { '/waitForResults': [true] } },
});

/** What an input item asks for. */
interface Submission {
	body: IDataObject & { workspace_id: string };
	results: Pick<ReviewRequest, 'options' | 'wait' | 'with_task_detail_url'>;
}

/** A submission that was made. */
interface Submitted {
	submission: Submission;
	items: number[];
	taskId: string;
	model: string | null;
}

/** The name that tells a review in DocFlow's web pages from others. */
const nameFor = (of: string[]): string =>
	of.length === 1 ? `Review of ${of[0]}` : `Review of ${of[0]} and ${of.length - 1} more`;

/** The panel of an item. @throws NodeOperationError as the readers do. */
async function readSubmission(context: IExecuteFunctions, item: number): Promise<Submission> {
	const by = readChoice(context, item, reviewByField);
	const ids =
		by === 'taskId' ? readIds(context, item, taskId) : [readId(context, item, batchNumber)];
	const name = readText(context, item, nameField, 'options') || nameFor(ids);
	const model = readText(context, item, { ...modelField, default: '' }, 'options');
	const waits = readFlag(context, item, waitForResultsField);
	return {
		body: {
			workspace_id: await readWorkspace(context, item),
			name: name.slice(0, MAX_NAME),
			repo_id: readId(context, item, repositoryField),
			...(by === 'taskId' ? { extract_task_ids: ids } : { batch_number: ids[0] }),
			...(model !== '' && { model }),
		},
		results: {
			options: readReviewOptions(context, item),
			with_task_detail_url: readFlag(context, item, detailUrlField, 'options'),
			wait: waits ? readNumber(context, item, waitTimeoutProperty, 'options') : undefined,
		},
	};
}

/** Submits a review (DocFlow API, "Submit Review Task"). It may be billed, and a second one is another review. */
async function submit(
	context: IExecuteFunctions,
	{ body }: Submission,
	itemIndex: number,
): Promise<Pick<Submitted, 'taskId' | 'model'>> {
	const named = `"${String(body.name)}"`;
	const { result } = await docFlowRequest(context, {
		method: 'POST',
		path: '/review/task/submit',
		repeat: 'once',
		look: `DocFlow's web pages, where it would be named ${named},`,
		body,
		itemIndex,
	});
	const taskId = idOfNew(
		context,
		result.task_id,
		'the review',
		`Look in DocFlow's web pages for ${named}.`,
		itemIndex,
	);
	return { taskId, model: textOf(result.model) || null };
}

/** An error that ends the run after reviews were submitted, which no output item tells of: it names them. */
function namingSubmitted(
	context: IExecuteFunctions,
	error: unknown,
	submitted: Submitted[],
	itemIndex: number,
): unknown {
	if (context.continueOnFail() || submitted.length === 0 || !(error instanceof DocFlowError))
		return error;
	const ids = submitted.map((one) => one.taskId).join(', ');
	const { message, description, failureDetails } = error;
	const advice = `${description ?? ''} Submitted by this run: ${ids}. Review → Get Result gives their results.`;
	return apiError(context, { ...failureDetails, message, advice }, itemIndex);
}

/** Review → Submit. Items that ask for the same review share one; all are submitted before the first is waited for. */
export const submitReview: Operation = {
	value: 'submit',
	name: 'Submit',
	action: 'Submit files for review',
	description:
		'Have DocFlow check files by the rules of a review repository, and give their results where it is told to wait. Each review may be billed.',
	properties: [
		repositoryField,
		reviewByField,
		batchNumber,
		taskId,
		waitForResultsField,
		{ ...reviewOutputField, displayOptions: { show: { waitForResults: [true] } } },
		optionsField(nameField, modelField, ...resultOptionFields.map(whenWaiting)),
	],
	async execute(context, itemCount, results) {
		const asks = await readRequests(context, itemCount, results, readSubmission);
		const submitted: Submitted[] = [];
		const fail: typeof results.fail = (items, error, rows) =>
			results.fail(items, namingSubmitted(context, error, submitted, items[0]), rows);
		for (const { request: submission, items } of asks) {
			try {
				submitted.push({ submission, items, ...(await submit(context, submission, items[0])) });
			} catch (error) {
				for (const item of items) fail([item], error);
			}
		}
		const awaited: Parameters<typeof addResults>[1] = [];
		for (const { submission, items, taskId, model } of submitted) {
			const { workspace_id, ...body } = submission.body;
			const request = { workspace_id, task_id: taskId, ...submission.results };
			if (request.wait === undefined)
				results.add(items, [{ review_task_id: taskId, ...body, model }]);
			else awaited.push({ request, items });
		}
		await addResults(context, awaited, { ...results, fail });
	},
};
