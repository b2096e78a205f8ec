import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether n8n was killed while this node, or one behind it, was at work in the execution that is retried. n8n then
 * makes up what it lost from its event log: an artificial item of each node that had finished (n8n,
 * `ExecutionRecoveryService`). False also where n8n has nothing to tell.
 */
export function wasSurelyKilled(context: IExecuteFunctions): boolean {
	const lost = '{{ $($prevNode.name).first(0, 0).json.isArtificialRecoveredEventItem }}';
	try {
		return context.getMode() === 'retry' && context.evaluateExpression(lost, 0) === true;
	} catch {
		return false;
	}
}
