import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	type IConnections,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRunExecutionData,
	NodeHelpers,
	type OnError,
	Workflow,
} from 'n8n-workflow';

import { engineData } from '../../demo/engine/engine';
import './release';
import { DocFlow } from '../../nodes/DocFlow/DocFlow.node';

/** A node of a workflow: a DocFlow node by its `parameters`, or one of the test's own by what it does. */
export interface Step {
	name: string;
	parameters?: INodeParameters;
	onError?: OnError;
	execute?: (this: IExecuteFunctions) => Promise<INodeExecutionData[]>;
}

const docFlow = new DocFlow();

const standIn = ({ name, execute }: Step, isFirst: boolean): INodeType => ({
	description: {
		displayName: name,
		name,
		group: [isFirst ? 'trigger' : 'transform'],
		version: 1,
		description: name,
		defaults: {},
		inputs: isFirst ? [] : ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
	},
	async execute() {
		return [execute === undefined ? this.getInputData() : await execute.call(this)];
	},
});

/** What the nodes of a workflow put out, as n8n keeps it. */
export interface Run {
	items(name: string, output?: number): INodeExecutionData[];
	hints(name: string): string[];
	error: IRunExecutionData['resultData']['error'];
}

/**
 * Runs a workflow on n8n-core's own engine, from its first step. `links` are `[from, to, output]`; without them the steps
 * stand in a row.
 */
export async function runWorkflow(
	steps: Step[],
	credential: IDataObject,
	links: Array<[from: string, to: string, output?: number]> = steps
		.slice(1)
		.map(({ name }, at) => [steps[at].name, name]),
): Promise<Run> {
	const types: Record<string, INodeType> = { docFlow };
	const nodes = steps.map((step, at): INode => {
		const isDocFlow = step.execute === undefined && step.parameters?.operation !== undefined;
		if (!isDocFlow) types[step.name] = standIn(step, at === 0);
		return {
			id: String(at),
			name: step.name,
			type: isDocFlow ? 'docFlow' : step.name,
			typeVersion: 1,
			position: [at * 200, 0],
			parameters: step.parameters ?? {},
			...(isDocFlow && { credentials: { docFlowApi: { id: '1', name: 'DocFlow' } } }),
			...(step.onError !== undefined && { onError: step.onError }),
		};
	});
	const connections: IConnections = {};
	for (const [from, to, output = 0] of links) {
		const main = ((connections[from] ??= { main: [] }).main ??= []);
		while (main.length <= output) main.push([]);
		main[output]?.push({ node: to, type: 'main', index: 0 });
	}
	const workflow = new Workflow({
		id: 'w',
		name: 'w',
		nodes,
		connections,
		active: false,
		nodeTypes: {
			getByName: (type: string) => types[type],
			getByNameAndVersion: (type: string) => NodeHelpers.getVersionedNodeType(types[type]),
			getKnownTypes: () => ({}),
		} as INodeTypes,
		settings: { executionOrder: 'v1' },
	});
	const workflowData = { id: 'w', name: 'w', active: false, nodes, connections } as never;
	const additionalData = {
		...engineData(credential),
		hooks: new ExecutionLifecycleHooks('trigger', '1', workflowData),
	};
	const start = workflow.getNode(steps[0].name) ?? undefined;
	const { data } = await new WorkflowExecute(additionalData, 'trigger').run({
		workflow,
		startNode: start,
	});
	const { runData, error } = data.resultData;
	return {
		error,
		items: (name, output = 0) => runData[name]?.[0]?.data?.main[output] ?? [],
		hints: (name) => (runData[name]?.[0]?.hints ?? []).map(({ message }) => message),
	};
}
