import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { PollContext } from 'n8n-core';
import {
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	NodeHelpers,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { engineData } from '../../demo/engine/engine';

/** A trigger in n8n-core's own PollContext, with the memory that n8n keeps for it. */
export interface Trigger {
	/** One poll. Returns the items it emits; none when it emits nothing. */
	poll(mode?: WorkflowExecuteMode): Promise<INodeExecutionData[]>;
	/** What n8n would save to its database now. */
	save(): string;
	/** Goes back to what was saved, as n8n does after a crash; in another workflow, where its id is given. */
	restore(saved: string, workflowId?: string): void;
	/** What the trigger wrote into n8n's log. */
	log: string[];
}

/** Sets up the trigger that a node type is; `extra` is added to its context, as newer versions of n8n do. `adapt` sees it. */
export function triggerOf(
	nodeType: Pick<INodeType, 'description' | 'poll'>,
	parameters: INodeParameters,
	credential: IDataObject,
	extra: object = {},
	adapt: (context: PollContext) => void = () => {},
): Trigger {
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	} as unknown as INodeTypes;
	const node: INode = {
		id: '1',
		name: 'DocFlow Trigger',
		type: 'n8n-nodes-docflow.docFlowTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { docFlowApi: { id: '1', name: 'DocFlow' } },
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
	const log: string[] = [];
	const open = (saved: string, id = 'w') =>
		new Workflow({
			id,
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			staticData: JSON.parse(saved) as IDataObject,
		});
	let workflow = open('{}');
	return {
		log,
		async poll(mode = 'trigger') {
			const context = new PollContext(workflow, node, engineData(credential), mode, 'init');
			adapt(context);
			Object.assign(Container.get(Logger), { warn: (message: string) => log.push(message) });
			const [items] = (await nodeType.poll?.call(Object.assign(context, extra))) ?? [[]];
			return items;
		},
		save: () => JSON.stringify(workflow.staticData),
		restore: (saved, workflowId) => (workflow = open(saved, workflowId)),
	};
}
