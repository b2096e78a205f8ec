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
import { createRequire } from 'module';
import { join } from 'path';

import { engineData, releaseEngine, useBinaryMode } from '../demo/engine/engine';
import { standIns } from '../demo/engine/nodes';
import { demoFolder } from '../demo/host/install';
import type * as DocFlowNode from '../nodes/DocFlow/DocFlow.node';
import { PREFIX } from '../sandbox/context';
import type { Taken, Way } from './rows';

/** Nodes of n8n, as they are installed with the demo's n8n. */
const hostRequire = createRequire(join(demoFolder, 'host', 'package.json'));
const fromN8n = (path: string, name: string): INodeType => {
	const module = hostRequire(`n8n-nodes-base/dist/nodes/${path}.node.js`) as Record<
		string,
		new () => INodeType
	>;
	return new module[name]();
};

const node = (name: string, type: string, typeVersion: number, parameters: IDataObject): INode =>
	({ id: name, name, type, typeVersion, position: [0, 0], parameters }) as INode;

/** What a builder does without this node: pages, files, rows, columns. */
const byHand = (url: string, size: string): INode[] => [
	node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
	node('HTTP Request', 'n8n-nodes-base.httpRequest', 4.2, {
		url: `${url}${PREFIX}/file/fetch`,
		sendQuery: true,
		queryParameters: { parameters: [{ name: 'page_size', value: size }] },
		options: {
			pagination: {
				pagination: {
					paginationMode: 'updateAParameterInEachRequest',
					parameters: {
						parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount + 1 }}' }],
					},
					paginationCompleteWhen: 'other',
					completeExpression:
						'={{ $response.body.result.page * $response.body.result.page_size >= $response.body.result.total }}',
				},
			},
		},
	}),
	node('Files', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'result.files', options: {} }),
	node('Rows', 'n8n-nodes-base.splitOut', 1, {
		fieldToSplitOut: 'data.tables[0].items',
		include: 'selectedOtherFields',
		fieldsToInclude: 'id, name, category, data.fields',
		options: { destinationFieldName: 'row' },
	}),
	node('Edit Fields', 'n8n-nodes-base.set', 3.4, {
		mode: 'manual',
		includeOtherFields: false,
		assignments: {
			assignments: [
				['file_id', '={{ $json.id }}'],
				['file_name', '={{ $json.name }}'],
				['category', '={{ $json.category }}'],
				[
					'Invoice Number',
					'={{ $json["data.fields"]?.[0]?.value ?? $json.data?.fields?.[0]?.value }}',
				],
				['Description', '={{ $json.row[0].value }}'],
				['Quantity', '={{ $json.row[1].value }}'],
				['Unit Price', '={{ $json.row[2].value }}'],
				['Amount', '={{ $json.row[3].value }}'],
			].map(([name, value]) => ({ id: name, name, value, type: 'string' })),
		},
		options: {},
	}),
];

const byDocFlow = (): INode[] => [
	node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
	{
		...node('DocFlow', 'n8n-nodes-docflow.docFlow', 1, {
			resource: 'file',
			operation: 'fetch',
			fetchBy: 'workspace',
			returnAll: true,
			output: 'rows',
		}),
		credentials: { docFlowApi: { id: '1', name: 'DocFlow' } },
	},
];

function typesOf(way: Way): Record<string, INodeType> {
	// The built node, as it is shipped.
	const { DocFlow } = require('../dist/nodes/DocFlow/DocFlow.node.js') as typeof DocFlowNode;
	if (way === 'DocFlow') return { ...standIns, 'n8n-nodes-docflow.docFlow': new DocFlow() };
	return {
		...standIns,
		'n8n-nodes-base.httpRequest': fromN8n('HttpRequest/HttpRequest', 'HttpRequest'),
		'n8n-nodes-base.splitOut': fromN8n('Transform/SplitOut/SplitOut', 'SplitOut'),
		'n8n-nodes-base.set': fromN8n('Set/Set', 'Set'),
	};
}

/** Runs one way on n8n-core's own engine and tells what it took. */
async function main(): Promise<void> {
	const [way, url, size] = process.argv.slice(2) as [Way, string, string];
	await useBinaryMode('default');
	const known = typesOf(way);
	const nodeTypes = {
		getByName: (type: string) => known[type],
		getByNameAndVersion: (type: string, version?: number) =>
			NodeHelpers.getVersionedNodeType(known[type], version),
		getKnownTypes: () => ({}),
	} as unknown as INodeTypes;
	const nodes = (way === 'DocFlow' ? byDocFlow() : byHand(url, size)).map((one) => {
		const { description } = nodeTypes.getByNameAndVersion(one.type, one.typeVersion);
		const { properties } = description;
		const parameters = NodeHelpers.getNodeParameters(
			properties,
			one.parameters,
			true,
			false,
			one,
			description,
		);
		return { ...one, parameters: parameters ?? {} };
	});
	const connections: IConnections = Object.fromEntries(
		nodes
			.slice(1)
			.map(({ name }, at) => [
				nodes[at].name,
				{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
			]),
	);
	const workflow = new Workflow({
		id: 'bench',
		name: 'bench',
		nodes,
		connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
	});
	const credential = { baseUrl: url, appId: 'a', secretCode: 'b', workspaceId: '1' };
	const workflowData = { id: 'bench', name: 'bench', active: false, nodes, connections } as never;
	const additionalData = {
		...engineData(credential),
		hooks: new ExecutionLifecycleHooks('manual', '1', workflowData),
	};
	const before = process.memoryUsage().rss / 1024 ** 2;
	const start = performance.now();
	const { data } = await new WorkflowExecute(additionalData, 'manual').run({ workflow });
	const seconds = (performance.now() - start) / 1000;
	releaseEngine();
	const { error, runData, lastNodeExecuted = '' } = data.resultData;
	if (error !== undefined) throw error;
	const items = runData[lastNodeExecuted][0].data?.main[0] ?? [];

	const taken: Taken = {
		seconds: Number(seconds.toFixed(1)),
		mb: Math.round(process.resourceUsage().maxRSS / 1024 - before),
		items: items.length,
	};
	process.send?.(taken);
}

void main();
