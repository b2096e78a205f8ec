import {
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { docFlowApiTest } from './methods/credentialTest';
import { listSearch } from './methods/listSearch';
import { getColumns } from './methods/loadOptions/columns';
import { markSecrets } from './transport/secrets';
import { runPoll } from './trigger';
import { properties } from './trigger/parameters';

/** The DocFlow Trigger node: n8n calls `poll` at the times the user set, and once when the workflow is activated. */
export class DocFlowTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TextIn DocFlow Trigger',
		name: 'docFlowTrigger',
		icon: { light: 'file:docflow.svg', dark: 'file:docflow.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["event"] === "batchFinished" ? "batch finished" : $parameter["event"] === "fileFinished" ? "file finished" : "file verified" }}',
		// n8n's list of nodes has one entry for both nodes, and this text on it.
		description:
			'Upload invoices, contracts and receipts and get their fields and tables back as rows, or start the workflow when they are ready or a person has confirmed them',
		defaults: { name: 'DocFlow Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'docFlowApi', required: true, testedBy: 'docFlowApiTest' }],
		properties: markSecrets(properties),
	};

	methods = { credentialTest: { docFlowApiTest }, listSearch, loadOptions: { getColumns } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await runPoll(this);
	}
}
