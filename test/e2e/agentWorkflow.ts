import type { Workflow } from '../../demo/host/rest';

type Node = Workflow['nodes'][number];

/** Ids of the credentials of model and tools. */
interface Credentials {
	openAi: string;
	docFlow: string;
}

const node = (name: string, type: string, typeVersion: number, rest: object): Node => ({
	...{ id: name, typeVersion, position: [0, 0] },
	name,
	type,
	parameters: {},
	...rest,
});

const to = (name: string, type = 'main') => ({ [type]: [[{ node: name, type, index: 0 }]] });

/** A workflow of an agent that has DocFlow's operations as tools. What it is asked of comes from nodes in a row, if any. */
export function agentOf(
	question: string,
	tools: Record<string, Record<string, unknown>>,
	credentials: Credentials,
	before: Node[] = [],
): Workflow {
	const docFlowApi = { id: credentials.docFlow, name: 'DocFlow' };
	const toolNodes = Object.entries(tools).map(([name, parameters]) =>
		node(name, 'n8n-nodes-docflow.docFlowTool', 1, { parameters, credentials: { docFlowApi } }),
	);
	const row = [node('Start', 'n8n-nodes-base.manualTrigger', 1, {}), ...before];
	return {
		name: 'Agent',
		nodes: [
			...row,
			node('Agent', '@n8n/n8n-nodes-langchain.agent', 3.1, {
				parameters: { promptType: 'define', text: question, options: {} },
			}),
			node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.3, {
				parameters: {
					model: { __rl: true, mode: 'id', value: 'stand-in' },
					responsesApiEnabled: false,
					options: {},
				},
				credentials: { openAiApi: { id: credentials.openAi, name: 'OpenAI' } },
			}),
			...toolNodes,
		],
		connections: {
			...Object.fromEntries(row.map(({ name }, at) => [name, to(row[at + 1]?.name ?? 'Agent')])),
			Model: to('Agent', 'ai_languageModel'),
			...Object.fromEntries(toolNodes.map(({ name }) => [name, to('Agent', 'ai_tool')])),
		},
		settings: { executionOrder: 'v1' },
	};
}
