import { ExecuteContext } from 'n8n-core';
import {
	createRunExecutionData,
	type IBinaryData,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeTypes,
	type IRunExecutionData,
	NodeHelpers,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { engineData } from '../../demo/engine/engine';
import { DocFlow } from '../../nodes/DocFlow/DocFlow.node';

export const nodeType = new DocFlow();

const nodeTypes = {
	getByName: () => nodeType,
	getByNameAndVersion: () => nodeType,
	getKnownTypes: () => ({}),
} as unknown as INodeTypes;

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
}

/** Runs the node in n8n-core's own ExecuteContext, with the parameters' defaults filled in as the editor does. */
export function context({
	parameters,
	credential,
	items = [{ json: {} }],
	continueOnFail,
	signal,
	execution,
	mode = 'manual',
	runIndex = 0,
}: RunOptions) {
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
	const workflow = new Workflow({
		id: 'w',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
	});
	const input = { main: [items] };
	return new ExecuteContext(
		workflow,
		node,
		engineData(credential),
		mode,
		execution ?? createRunExecutionData({}),
		runIndex,
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
export async function binary(
	content: string | Buffer,
	fileName: string,
	mimeType?: string,
): Promise<IBinaryData> {
	const { helpers } = context({
		parameters: { resource: 'file', operation: 'upload' },
		credential: {},
	});
	return await helpers.prepareBinaryData(Buffer.from(content), fileName, mimeType);
}
