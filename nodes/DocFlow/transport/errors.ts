import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { DocFlowContext } from './context';
import { causeOf, explain } from './failure';
import type { Failure, FailureCause } from './kinds';
import { askedDelay } from './pause';
import { clipped, maskSecrets, safeText } from './safeText';
import { maskedNode, secretsOf } from './secrets';

/** Characters of a title; a name or number in it may be of any length. */
const MAX_TITLE = 500;

/** An error of a DocFlow call; `failureDetails` tells the retry and the wait loop what happened. */
export class DocFlowError extends NodeApiError {
	failureDetails!: Failure;

	failure?: FailureCause;
}

/** NodeOperationError for input that can't be sent: `message` says what, `description` the remedy. */
export function inputError(
	context: DocFlowContext,
	itemIndex: number | undefined,
	message: string,
	description: string,
): NodeOperationError {
	const secrets = secretsOf(context, itemIndex);
	const [title, remedy] = [message, description].map((text) =>
		safeText(maskSecrets(text, secrets)),
	);
	return new NodeOperationError(maskedNode(context.getNode()), clipped(title, MAX_TITLE), {
		itemIndex,
		description: remedy,
	});
}

/** The one error mapper: a failed call as an n8n error with message, a `note` ahead of the next step, code and trace ID. */
export function apiError(
	context: DocFlowContext,
	failure: Failure,
	itemIndex?: number,
	note?: string,
): DocFlowError {
	const { message: title, advice } = explain(failure);
	const asked = askedDelay(failure.retryAfter, Date.now());
	const message = clipped(safeText(title), MAX_TITLE);
	const facts = [
		failure.msg && `DocFlow says: ${failure.msg}`,
		failure.code && `code ${failure.code}`,
		failure.status !== undefined && failure.status !== 200 && `HTTP ${failure.status}`,
		failure.traceId && `trace ID ${failure.traceId}`,
		asked !== undefined && `asks to wait ${Math.ceil(asked / 1000)} s`,
	].filter(Boolean);
	const parts = [note, advice, facts.length > 0 && `(${facts.join(', ')})`];
	const description = safeText(parts.filter(Boolean).join(' '));
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
