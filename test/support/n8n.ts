import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService, ExecuteContext } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	type IBinaryData,
	type ICredentialDataDecryptedObject,
	type ICredentialsHelper,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';

import { DocFlowApi } from '../../credentials/DocFlowApi.credentials';
import { DocFlow } from '../../nodes/DocFlow/DocFlow.node';

const nodeType = new DocFlow();
const credentialType = new DocFlowApi();

const nodeTypes = {
	getByName: () => nodeType,
	getByNameAndVersion: () => nodeType,
	getKnownTypes: () => ({}),
} as unknown as INodeTypes;

/** Resolves the credential's own `authenticate` the way n8n's credentials helper does. */
function authenticate(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	workflow: Workflow,
	node: INode,
): IHttpRequestOptions {
	const headers = Object.entries(credentialType.authenticate.properties.headers ?? {}).map(([name, value]) => [
		name,
		workflow.expression.getSimpleParameterValue(node, value as string, 'internal', { $credentials: credentials }),
	]);
	return { ...options, headers: { ...options.headers, ...Object.fromEntries(headers) } };
}

export interface RunOptions {
	parameters: INodeParameters;
	credential: IDataObject;
	items?: INodeExecutionData[];
	continueOnFail?: boolean;
	signal?: AbortSignal;
	nodeTypeOverride?: { execute: DocFlow['execute'] };
}

/** Sets n8n's binary data mode: `default` keeps files in memory. */
export async function useBinaryMode(mode: 'default' | 'filesystem'): Promise<void> {
	Container.get(BinaryDataConfig).mode = mode;
	await Container.get(BinaryDataService).init();
}

/** Runs the node in n8n-core's own ExecuteContext, with the parameters' defaults filled in as the editor does. */
export function context({ parameters, credential, items = [{ json: {} }], continueOnFail, signal }: RunOptions) {
	const node: INode = {
		id: '1',
		name: 'DocFlow',
		type: 'n8n-nodes-docflow.docFlow',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { docFlowApi: { id: '1', name: 'DocFlow' } },
		...(continueOnFail && { onError: 'continueRegularOutput' as const }),
	};
	node.parameters =
		NodeHelpers.getNodeParameters(
			nodeType.description.properties,
			parameters,
			true,
			false,
			node,
			nodeType.description,
		) ?? {};
	const workflow = new Workflow({ id: 'w', nodes: [node], connections: {}, active: false, nodeTypes });
	const credentialsHelper = {
		getParentTypes: () => [],
		getDecrypted: async () => ({ region: 'custom', ...credential }),
		preAuthentication: async () => undefined,
		authenticate: async (
			data: ICredentialDataDecryptedObject,
			_type: string,
			options: IHttpRequestOptions,
			flow: Workflow,
			at: INode,
		) => authenticate(data, options, flow, at),
	} as unknown as ICredentialsHelper;
	const additionalData = {
		credentialsHelper,
		executionId: '1',
		currentNodeParameters: {},
		variables: {},
		webhookWaitingBaseUrl: '',
		formWaitingBaseUrl: '',
	} as unknown as IWorkflowExecuteAdditionalData;
	const input = { main: [items] };
	return new ExecuteContext(
		workflow,
		node,
		additionalData,
		'manual',
		createEmptyRunExecutionData(),
		0,
		items,
		input,
		{ node, data: input, source: null },
		[],
		signal,
	);
}

/** Runs the node and gives its output items. */
export async function run(options: RunOptions): Promise<INodeExecutionData[]> {
	const [items] = await nodeType.execute.call(context(options));
	return items;
}

/** A binary field as an earlier n8n node would have made it. */
export async function binary(content: string | Buffer, fileName: string, mimeType?: string): Promise<IBinaryData> {
	const { helpers } = context({ parameters: { resource: 'file', operation: 'upload' }, credential: {} });
	return await helpers.prepareBinaryData(Buffer.from(content), fileName, mimeType);
}
