import type { IExecuteFunctions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';

/** Where a call comes from: an operation, a poll of the trigger, or a dropdown that fills itself. */
export type DocFlowContext = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

/** What ends when the execution is cancelled; a poll and a dropdown can't be. */
export const cancelSignal = (context: DocFlowContext): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal?.() : undefined;

/** Whether an agent calls the node as its tool, of which n8n makes a type of its own (n8n-core, convertNodeToAiTool). */
export const isAgentTool = (context: DocFlowContext): boolean =>
	context.getNode().type.endsWith('Tool');

/**
 * What a parameter holds, of the given item where there are items: its expressions resolved, unless it is asked for `raw`;
 * null when it holds nothing. `name` may be a path, such as `options.category`. @throws Error of n8n for an expression that fails.
 */
export const parameterOf = (
	context: DocFlowContext,
	name: string,
	itemIndex: number | undefined,
	raw = false,
): unknown =>
	'getInputData' in context
		? context.getNodeParameter(name, itemIndex ?? 0, null, { rawExpressions: raw })
		: context.getNodeParameter(name, null, { rawExpressions: raw });
