import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether the execution that is retried may have been killed while the node was at work, so that nothing of it is
 * known. n8n notes in an execution's data how it began; of a killed one nothing was saved, so the retry begins anew
 * and notes itself as the beginning (n8n-core, `establishExecutionContext`). An n8n that notes nothing leaves it open.
 */
export function mayHaveBeenKilled(context: IExecuteFunctions): boolean {
	if (context.getMode() !== 'retry') return false;
	const source = context.getExecutionContext?.()?.source;
	return source === undefined || source === 'retry';
}
