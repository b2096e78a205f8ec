import type { IExecuteFunctions } from 'n8n-workflow';

/** Whether somebody has pressed Retry. */
export const isRetry = (context: IExecuteFunctions): boolean => context.getMode() === 'retry';

/**
 * When the execution began, or the one that it retries, in epoch milliseconds: n8n keeps that (n8n-core,
 * `establishExecutionContext`). Undefined in versions that don't.
 */
export const beganAt = (context: IExecuteFunctions): number | undefined =>
	context.getExecutionContext?.()?.establishedAt;

/** How often the node ran before in this execution: a node in a loop, or with two connections, runs several times. */
export const runIndexOf = (context: IExecuteFunctions): number =>
	Number(context.evaluateExpression('{{ $runIndex }}', 0));

/**
 * The data that n8n keeps with the execution, for this node (by its name) or for all nodes; what runs a node without an
 * execution keeps none.
 */
export function keptData(context: IExecuteFunctions, of: 'node' | 'flow'): Record<string, unknown> {
	try {
		return context.getContext(of);
	} catch {
		return {};
	}
}

/**
 * Whether n8n was killed while this node, or one behind it, was at work in the execution that is retried. n8n then
 * makes up what it lost from its event log: an artificial item of each node that had finished (n8n,
 * `ExecutionRecoveryService`). False also where n8n has nothing to tell.
 */
export function wasSurelyKilled(context: IExecuteFunctions): boolean {
	const lost = '{{ $($prevNode.name).first(0, 0).json.isArtificialRecoveredEventItem }}';
	try {
		return isRetry(context) && context.evaluateExpression(lost, 0) === true;
	} catch {
		return false;
	}
}
