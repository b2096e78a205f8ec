import type { IDataObject, INodeExecutionData, NodeApiError } from 'n8n-workflow';

import { isRecord } from '../json';
import { DocFlowError } from '../transport/errors';
import { isTransient } from '../transport/failure';

/** Whether the same may be tried again with a better end, and without doing anything twice. */
function isRetryable(error: unknown): boolean {
	return error instanceof DocFlowError && isTransient(error.failureDetails);
}

/** What of an error a workflow can act on, beside its message. */
function factsOf(error: unknown): IDataObject {
	const { description = null } = isRecord(error) ? error : {};
	const failure = error instanceof DocFlowError ? error.failureDetails : undefined;
	const status = failure?.status === undefined ? null : String(failure.status);
	return {
		description: typeof description === 'string' ? description : null,
		code: failure?.code ?? status,
		trace_id: failure?.traceId ?? null,
		retryable: isRetryable(error),
	};
}

/**
 * An error as an output item. `json` says what it is about: batch, file and so on. With `toErrorOutput` the item leaves by
 * the node's second output: n8n moves one there whose json holds nothing but `error`, `message` and `details`.
 */
export function errorItem(
	error: unknown,
	json: IDataObject,
	pairedItem: INodeExecutionData['pairedItem'],
	toErrorOutput: boolean,
): INodeExecutionData {
	const message = error instanceof Error ? error.message : String(error);
	const facts = factsOf(error);
	if (!toErrorOutput) return { json: { ...json, error: message, ...facts }, pairedItem };
	const item = { json: { error: message, details: { ...json, ...facts } }, pairedItem };
	// Older versions of n8n know no `details`. They move an item that has an `error` of its own and would then drop its json,
	// were it not for the copy they make on the way, which leaves out what is not enumerable.
	return Object.defineProperty<INodeExecutionData>(item, 'error', {
		value: error as NodeApiError,
		enumerable: false,
	});
}
