import { type IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { Failure, FailureCause, explain, causeOf } from './failure';
import { clipped, safeText, maskedNode } from './safeText';

/** Characters of a title; a name or number in it may be of any length. */
const MAX_TITLE = 500;

/** An error of a DocFlow call; `failureDetails` tells the retry and the wait loop what happened. */
export class DocFlowError extends NodeApiError {
	failureDetails!: Failure;

	failure?: FailureCause;
}

/** NodeOperationError for input that can't be sent: `message` says what, `description` the remedy. */
export function inputError(
	context: Pick<IExecuteFunctions, 'getNode'>,
	itemIndex: number | undefined,
	message: string,
	description: string,
): NodeOperationError {
	const title = clipped(safeText(message), MAX_TITLE);
	return new NodeOperationError(maskedNode(context.getNode()), title, {
		itemIndex,
		description: safeText(description),
	});
}

/** The one error mapper: a failed call as an n8n error with message, next step, code and trace ID. */
export function apiError(
	context: Pick<IExecuteFunctions, 'getNode'>,
	failure: Failure,
	itemIndex?: number,
): DocFlowError {
	const { message: title, advice } = explain(failure);
	const message = clipped(safeText(title), MAX_TITLE);
	const facts = [
		failure.msg && `DocFlow says: ${failure.msg}`,
		failure.code && `code ${failure.code}`,
		failure.status !== undefined && failure.status !== 200 && `HTTP ${failure.status}`,
		failure.traceId && `trace ID ${failure.traceId}`,
	].filter(Boolean);
	const description = safeText(
		[advice, facts.length > 0 ? `(${facts.join(', ')})` : ''].join(' ').trim(),
	);
	const error = new DocFlowError(
		maskedNode(context.getNode()),
		{ message },
		{
			message,
			description,
			httpCode: failure.code ?? (failure.status === undefined ? undefined : String(failure.status)),
			itemIndex,
		},
	);
	error.message = message;
	error.failureDetails = failure;
	const cause = causeOf(failure, Date.now());
	if (cause !== undefined) error.failure = cause;
	return error;
}
