import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	type IConnections,
	type IDataObject,
	type INode,
	type INodeType,
	type INodeTypes,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';

import type * as DocFlowNode from '../../nodes/DocFlow/DocFlow.node';
import { readExample } from '../workflows';
import { engineData, releaseEngine, useBinaryMode } from './engine';
import { standIns } from './nodes';

// The built node, as it is shipped.
const { DocFlow } = require('../../dist/nodes/DocFlow/DocFlow.node.js') as typeof DocFlowNode;

const known: Record<string, INodeType> = {
	...standIns,
	'n8n-nodes-docflow.docFlow': new DocFlow(),
};

const nodeTypes = {
	getByName: (type: string) => known[type],
	getByNameAndVersion: (type: string) => NodeHelpers.getVersionedNodeType(known[type]),
	getKnownTypes: () => ({}),
} as unknown as INodeTypes;

/** Runs an example workflow on n8n-core's own engine. @throws Error with the failed node and its message. */
export async function runOnEngine(file: string, credential: IDataObject): Promise<void> {
	await useBinaryMode('filesystem');
	const { name, nodes, connections } = readExample(file, '1');
	const workflow = new Workflow({
		id: 'demo',
		name,
		nodes: nodes as unknown as INode[],
		connections: connections as unknown as IConnections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
	});
	const workflowData = { id: 'demo', name, active: false, nodes, connections } as never;
	const additionalData = {
		...engineData(credential),
		hooks: new ExecutionLifecycleHooks('manual', '1', workflowData),
	};
	const { data } = await new WorkflowExecute(additionalData, 'manual').run({ workflow });
	releaseEngine();
	const { error, lastNodeExecuted } = data.resultData;
	if (error !== undefined)
		throw new Error(`${lastNodeExecuted}: ${error.message}\n${String(error.description ?? '')}`);
}
