import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { apiError, type DocFlowError } from '../../../transport/errors';
import { limitTo } from '../../../transport/limit';
import { docFlowRequest } from '../../../transport/request';
import { toNodeError } from '../../../transport/unreadable';
import { waitUntil, type WaitEnd } from '../../../transport/waitUntil';
import type { Results } from '../../operation';
import { sideBySide } from '../../sideBySide';
import { type ReviewOptions, ruleRows, summary } from './output';
import { readReview, type Review } from './review';

/** A review whose results are wanted. */
export interface ReviewRequest {
	workspace_id: string;
	task_id: string;
	with_task_detail_url: boolean;
	options: ReviewOptions;
	/** Seconds to wait for its end; not at all where it is not set. */
	wait?: number;
}

/** Questions to DocFlow at the same time. */
const PARALLEL = 3;

type InTurn = ReturnType<typeof limitTo>;

/** A review, and as DocFlow gave it. */
interface Found {
	review: Review;
	raw: IDataObject;
}

/** A review as it stands (DocFlow API, "Get Review Task Result"; the POST changes nothing). @throws DocFlowError. */
async function look(
	context: IExecuteFunctions,
	{ workspace_id, task_id, with_task_detail_url }: ReviewRequest,
	itemIndex: number,
): Promise<Found> {
	const { result } = await docFlowRequest(context, {
		method: 'POST',
		path: '/review/task/result',
		repeat: 'safe',
		body: { workspace_id, task_id, ...(with_task_detail_url && { with_task_detail_url }) },
		itemIndex,
	});
	try {
		return { review: readReview(result, task_id), raw: result };
	} catch (error) {
		throw toNodeError(context, error, itemIndex);
	}
}

const subjectOf = (taskId: string) => `review ${taskId}`;

const laterAdvice = (taskId: string) =>
	`It goes on at DocFlow: get the results later with Review → Get Result for ${taskId}.`;

/** The error of a review that did not end in time. */
function lateError(
	context: IExecuteFunctions,
	{ task_id }: ReviewRequest,
	{ state, message, failure }: Extract<WaitEnd<Found>, { isDone: false }>,
	itemIndex: number,
): DocFlowError {
	const parts = [
		state !== undefined && `It is ${state.review.status}.`,
		failure !== undefined && `The last request failed: ${failure.message}.`,
		`${laterAdvice(task_id)} Or raise Wait Timeout.`,
	];
	const advice = parts.filter((part) => part !== false).join(' ');
	return apiError(context, { message, advice, passing: true }, itemIndex);
}

/** The items of a review. */
function itemsOf({ review, raw }: Found, { output, details }: ReviewOptions): IDataObject[] {
	if (output === 'raw') return [raw];
	return output === 'summary' ? [summary(review) as IDataObject] : ruleRows(review, details);
}

/** The items of a review, once it has ended where it is to be waited for. @throws DocFlowError. */
async function get(
	context: IExecuteFunctions,
	request: ReviewRequest,
	itemIndex: number,
	inTurn: InTurn,
	stop: AbortSignal,
): Promise<IDataObject[]> {
	const { wait, task_id, options } = request;
	const read = async () => await inTurn(async () => await look(context, request, itemIndex));
	if (wait === undefined) return itemsOf(await read(), options);
	const end = await waitUntil<Found>(context, {
		subject: subjectOf(task_id),
		read,
		isDone: ({ review }) => review.is_finished,
		timeout: wait,
		later: laterAdvice(task_id),
		itemIndex,
		stop,
	});
	if (end.isDone) return itemsOf(end.state, options);
	throw lateError(context, request, end, itemIndex);
}

/**
 * Adds the results of reviews, each for the items that ask for it. All are waited for side by side, so that one Wait Timeout
 * holds for all; an error item says which review it is of.
 */
export async function addResults(
	context: IExecuteFunctions,
	asks: Array<{ request: ReviewRequest; items: number[] }>,
	results: Results,
): Promise<void> {
	const inTurn = limitTo(PARALLEL);
	const found = await sideBySide(
		context,
		asks.map(
			({ request, items }) =>
				async (stop) =>
					await get(context, request, items[0], inTurn, stop).catch((error: unknown) => {
						// Where the node stops, `results` may have more to say of the error.
						if (!context.continueOnFail()) results.fail(items, error);
						throw error;
					}),
		),
	);
	found.forEach((one, at) => {
		const { request, items } = asks[at];
		if ('gave' in one) results.add(items, one.gave);
		else
			for (const item of items)
				results.fail([item], one.error, [{ review_task_id: request.task_id }]);
	});
}
