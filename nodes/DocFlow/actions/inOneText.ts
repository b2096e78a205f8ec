import { type DocFlowContext, isAgentTool } from '../transport/context';

/** The error with what to do in its message, where an agent calls: n8n hands a model the message and nothing else. */
export function inOneText(context: DocFlowContext, error: unknown): unknown {
	if (!isAgentTool(context) || !(error instanceof Error) || !('description' in error)) return error;
	const { message, description } = error;
	if (typeof description === 'string' && !message.includes(description))
		error.message = `${message}. ${description}`;
	return error;
}
