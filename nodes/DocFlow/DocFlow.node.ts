import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { operationProperties, resources } from './actions/registry';
import { router } from './actions/router';
import { docFlowApiTest } from './methods/credentialTest';
import { listSearch } from './methods/listSearch';
import { loadOptions } from './methods/loadOptions';

/** The DocFlow node: its menus come from the registry, its work is done by the router. */
export class DocFlow implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TextIn DocFlow',
		name: 'docFlow',
		icon: { light: 'file:docflow.svg', dark: 'file:docflow.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Upload invoices, contracts and receipts, and get their fields and tables back as rows',
		defaults: { name: 'DocFlow' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'docFlowApi', required: true, testedBy: 'docFlowApiTest' }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: resources.map(({ name, value, description }) => ({ name, value, description })),
				default: 'file',
				description: 'What to work with',
			},
			...resources.map(({ value: resource, operations }) => ({
				displayName: 'Operation',
				name: 'operation',
				type: 'options' as const,
				noDataExpression: true,
				displayOptions: { show: { resource: [resource] } },
				options: operations.map(({ name, value, action, description }) => ({
					name,
					value,
					action,
					description,
				})),
				default: operations[0].value,
				description: 'What to do with it',
			})),
			...operationProperties,
		],
	};

	methods = { credentialTest: { docFlowApiTest }, listSearch, loadOptions };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router(this);
	}
}
