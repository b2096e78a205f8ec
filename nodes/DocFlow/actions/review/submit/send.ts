import type { IExecuteFunctions } from 'n8n-workflow';

import { textOf } from '../../../json';
import { apiError, DocFlowError } from '../../../transport/errors';
import { idOfNew } from '../../../transport/exactId';
import { docFlowRequest } from '../../../transport/request';
import type { Submission } from './read';

/** A submission that was made. */
export interface Submitted {
	submission: Submission;
	items: number[];
	taskId: string;
	model: string | null;
}

/** Submits a review (DocFlow API, "Submit Review Task"). It may be billed, and a second one is another review. */
export async function submit(
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
export function namingSubmitted(
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
