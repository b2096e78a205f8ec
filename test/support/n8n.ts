import { CredentialTestContext, ExecuteContext, LoadOptionsContext } from 'n8n-core';
import {
	createRunExecutionData,
	type IBinaryData,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type IDataObject,
	type INode,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRunExecutionData,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { engineData } from '../../demo/engine/engine';
import './release';
import { DocFlow } from '../../nodes/DocFlow/DocFlow.node';

export const nodeType = new DocFlow();

const nodeTypesOf = (type: Pick<INodeType, 'description'>) =>
	({
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	}) as unknown as INodeTypes;

export interface RunOptions {
	parameters: INodeParameters;
	credential: IDataObject;
	items?: INodeExecutionData[];
	continueOnFail?: boolean;
	signal?: AbortSignal;
	/** What n8n keeps of the execution; a new one unless given. */
	execution?: IRunExecutionData;
	mode?: WorkflowExecuteMode;
	/** How often the node ran before in this execution. */
	runIndex?: number;
	/** The node; DocFlow unless given. */
	type?: Pick<INodeType, 'description'>;
	/** Whether an agent calls the node. */
	asTool?: boolean;
}

/** A workflow that holds the node alone; it fills in the parameters' defaults, as n8n does. */
function workflowOf({ parameters, continueOnFail, type = nodeType, asTool }: RunOptions) {
	const node: INode = {
		id: '1',
		name: 'DocFlow',
		type: `n8n-nodes-docflow.docFlow${asTool ? 'Tool' : ''}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { docFlowApi: { id: '1', name: 'DocFlow' } },
		...(continueOnFail && { onError: 'continueRegularOutput' as const }),
	};
	const workflow = new Workflow({
		id: 'w',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypesOf(type),
	});
	return { node, workflow };
}

/** n8n-core's own ExecuteContext of the node. */
export function context(options: RunOptions) {
	const { credential, items = [{ json: {} }], signal, execution } = options;
	const { node, workflow } = workflowOf(options);
	const input = { main: [items] };
	return new ExecuteContext(
		workflow,
		node,
		engineData(credential),
		options.mode ?? 'manual',
		execution ?? createRunExecutionData({}),
		options.runIndex ?? 0,
		items,
		input,
		{ node, data: input, source: null },
		[],
		signal,
	);
}

/** n8n-core's own LoadOptionsContext, in which the node's dropdowns are filled. */
export function loadOptionsContext(options: RunOptions) {
	const { node, workflow } = workflowOf(options);
	const host = { ...engineData(options.credential), currentNodeParameters: node.parameters };
	return new LoadOptionsContext(workflow, node, host, '');
}

/** What n8n's Test button of a credential says. */
export async function credentialTest(data: IDataObject): Promise<INodeCredentialTestResult> {
	const credential = { id: '1', name: 'DocFlow', type: 'docFlowApi', data };
	return await nodeType.methods.credentialTest.docFlowApiTest.call(
		new CredentialTestContext(),
		credential as unknown as ICredentialsDecrypted<ICredentialDataDecryptedObject>,
	);
}

/** Runs the node and gives its output items. */
export async function run(options: RunOptions): Promise<INodeExecutionData[]> {
	const [items] = await nodeType.execute.call(context(options));
	return items;
}

let earlier: ReturnType<typeof context> | undefined;

/** A binary field as an earlier n8n node would have made it. */
export async function binary(
	content: string | Buffer,
	fileName: string,
	mimeType?: string,
): Promise<IBinaryData> {
	earlier ??= context({ parameters: { resource: 'file', operation: 'upload' }, credential: {} });
	return await earlier.helpers.prepareBinaryData(Buffer.from(content), fileName, mimeType);
}
