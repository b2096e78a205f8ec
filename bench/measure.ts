import type * as DependencyInjection from '@n8n/di';
import { createReadStream } from 'fs';
import { createRequire } from 'module';
import type * as Core from 'n8n-core';
import type {
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import type * as WorkflowModule from 'n8n-workflow';
import { basename, join } from 'path';

import { credentialsHelper } from '../demo/engine/credentials';

/** What the benchmark asks of this process, as JSON in its first argument. */
export interface Job {
	tool: 'DocFlow' | 'DocFlow, signed' | 'HTTP Request';
	url: string;
	credential: Record<string, string>;
	files: string[];
}

// Both nodes run on the n8n of the demo; the HTTP Request node comes with it.
const load = createRequire(join(__dirname, '..', 'demo', 'host', 'package.json'));
const { BinaryDataConfig, BinaryDataService, ExecuteContext } = load('n8n-core') as typeof Core;
const { createRunExecutionData, NodeHelpers, Workflow } = load(
	'n8n-workflow',
) as typeof WorkflowModule;
const { Container } = load('@n8n/di') as typeof DependencyInjection;

const isOurs = ({ tool }: Job) => tool !== 'HTTP Request';

function nodeOf(job: Job): INodeType {
	if (isOurs(job))
		return new (
			require('../dist/nodes/DocFlow/DocFlow.node.js') as { DocFlow: new () => INodeType }
		).DocFlow();
	const { HttpRequest } = load('n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js') as {
		HttpRequest: new () => { getNodeType(version: number): INodeType };
	};
	return new HttpRequest().getNodeType(4.2);
}

/** One request for each item is how a user builds it with the HTTP Request node. */
function parametersOf(job: Job): INodeParameters {
	const { url, credential } = job;
	if (isOurs(job)) return { resource: 'file', operation: 'upload', batchMode: 'allItems' };
	return {
		method: 'POST',
		url: `${url}/api/app-api/sip/platform/v2/file/upload?workspace_id=${credential.workspaceId}&batch_number=1`,
		sendHeaders: true,
		headerParameters: {
			parameters: [
				{ name: 'x-ti-app-id', value: credential.appId },
				{ name: 'x-ti-secret-code', value: credential.secretCode },
			],
		},
		sendBody: true,
		contentType: 'multipart-form-data',
		bodyParameters: {
			parameters: [{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' }],
		},
	};
}

function contextOf(job: Job, type: INodeType, items: INodeExecutionData[]): IExecuteFunctions {
	const node: INode = {
		id: '1',
		name: job.tool,
		type: 'measured',
		typeVersion: isOurs(job) ? 1 : 4.2,
		position: [0, 0],
		parameters: {},
	};
	if (isOurs(job)) node.credentials = { docFlowApi: { id: '1', name: 'DocFlow' } };
	node.parameters =
		NodeHelpers.getNodeParameters(
			type.description.properties,
			parametersOf(job),
			true,
			false,
			node,
			type.description,
		) ?? {};
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	} as unknown as INodeTypes;
	const workflow = new Workflow({
		id: 'w',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
	});
	const additionalData = {
		credentialsHelper: credentialsHelper({
			baseUrl: job.url,
			...job.credential,
			authentication: job.tool === 'DocFlow, signed' ? 'signature' : 'simple',
		}),
		executionId: '1',
		currentNodeParameters: {},
		variables: {},
		webhookWaitingBaseUrl: 'http://localhost/waiting',
		formWaitingBaseUrl: 'http://localhost/waiting',
	} as unknown as IWorkflowExecuteAdditionalData;
	const input = { main: [items] };
	return new ExecuteContext(
		workflow,
		node,
		additionalData,
		'manual',
		createRunExecutionData({}),
		0,
		items,
		input,
		{ node, data: input, source: null },
		[],
	);
}

/** Runs the node once; answers milliseconds inside it and the most memory above what there was before, in MB. */
async function measure(job: Job): Promise<{ ms: number; mb: number }> {
	const type = nodeOf(job);
	const { helpers } = contextOf(job, type, [{ json: {} }]);
	const items = [];
	for (const file of job.files)
		items.push({
			json: {},
			binary: {
				data: await helpers.prepareBinaryData(createReadStream(file), basename(file), 'image/jpeg'),
			},
		});
	global.gc?.();
	const before = process.memoryUsage().rss;
	let most = before;
	const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 2);
	const context = contextOf(job, type, items);
	const start = performance.now();
	const output = (await type.execute?.call(context)) as INodeExecutionData[][];
	const ms = performance.now() - start;
	clearInterval(timer);
	most = Math.max(most, process.memoryUsage().rss);
	if (output[0].length !== job.files.length)
		throw new Error(`${job.tool} gave ${output[0].length} items for ${job.files.length} files`);
	return { ms, mb: (most - before) / 1024 / 1024 };
}

async function main(): Promise<void> {
	const job = JSON.parse(process.argv[2]) as Job;
	Container.get(BinaryDataConfig).mode = 'filesystem';
	await Container.get(BinaryDataService).init();
	// The first request of a process loads and compiles; a running n8n has done that long ago.
	await measure({ ...job, files: job.files.slice(-1) });
	console.log(JSON.stringify(await measure({ ...job, files: job.files.slice(0, -1) })));
	process.exit();
}

void main();
