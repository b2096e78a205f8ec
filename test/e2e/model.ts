import Fastify from 'fastify';

/** A message of a chat, as OpenAI's API has it. */
export interface Message {
	role: string;
	content: unknown;
}

/** A tool that the model is offered. */
export interface Tool {
	function: { name: string; description: string; parameters: { properties: object } };
}

/** What the model says next: it calls a tool, or it ends. */
export type Turn = { call: string; with: Record<string, unknown> } | { say: string };

/** A running stand-in for a model. */
export interface Model {
	url: string;
	/** The tools that it was offered last. */
	tools: Tool[];
	/** What the tools answered so far, oldest first. */
	answers: string[];
	close(): Promise<void>;
}

const textOf = (content: unknown): string =>
	typeof content === 'string' ? content : JSON.stringify(content);

/**
 * Starts a server that speaks OpenAI's chat API on loopback and plays a conversation: each turn is worked out from what the
 * tools have answered so far, and from what it was asked.
 */
export async function startModel(
	turns: Array<(answers: string[], question: string) => Turn>,
): Promise<Model> {
	const app = Fastify({ forceCloseConnections: true, bodyLimit: 1024 ** 2 * 50 });
	const model: Model = { url: '', tools: [], answers: [], close: async () => await app.close() };
	app.post('/v1/chat/completions', (request) => {
		const { messages, tools = [] } = request.body as { messages: Message[]; tools?: Tool[] };
		model.tools = tools;
		model.answers = messages
			.filter(({ role }) => role === 'tool')
			.map((one) => textOf(one.content));
		const question = textOf(messages.find(({ role }) => role === 'user')?.content);
		const turn = turns[model.answers.length](model.answers, question);
		const message =
			'say' in turn
				? { role: 'assistant', content: turn.say }
				: {
						role: 'assistant',
						content: null,
						tool_calls: [
							{
								id: `call_${model.answers.length}`,
								type: 'function',
								function: { name: turn.call, arguments: JSON.stringify(turn.with) },
							},
						],
					};
		return {
			id: 'chat',
			object: 'chat.completion',
			created: 0,
			model: 'stand-in',
			choices: [{ index: 0, message, finish_reason: 'say' in turn ? 'stop' : 'tool_calls' }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	});
	model.url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/v1`;
	return model;
}
