import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { resources } from '../../nodes/DocFlow/actions/registry';
import { item, uploadTexts } from '../support/files';

/** The least that an operation of the registry needs to work. */
export interface Minimal {
	/** The part of the API it calls, as the faults name it. */
	path: '/file/upload' | '/file/fetch' | '/file/delete';
	/** Whether it does what must not be done twice and has no test of its own for that. */
	isOnce?: boolean;
	/** All required parameters, with valid values; they may read the items. */
	parameters: INodeParameters;
	/** Two input items that ask for different things, after what must be there for them. */
	items(credential: IDataObject): Promise<INodeExecutionData[]>;
}

/** Two batches of one file each, as Upload gives them out. */
async function uploaded(credential: IDataObject): Promise<INodeExecutionData[]> {
	const texts: Array<Record<string, string>> = [{ 'a.txt': 'Number: 1' }, { 'b.txt': 'Number: 2' }];
	const files = await Promise.all(texts.map((text) => uploadTexts(credential, text)));
	return files.flat().map((json) => ({ json }));
}

/** One entry for each operation, as `resource.operation`. */
const MINIMAL: Record<string, Minimal> = {
	'batch.getStatus': {
		path: '/file/fetch',
		parameters: { batchNumbers: '={{ $input.item.json.batch_number }}' },
		items: uploaded,
	},
	'file.delete': {
		path: '/file/delete',
		isOnce: true,
		parameters: { fileId: '={{ $input.item.json.file_id }}', confirm: true },
		items: uploaded,
	},
	'file.fetch': {
		path: '/file/fetch',
		parameters: { batchNumber: '={{ $input.item.json.batch_number }}' },
		items: uploaded,
	},
	'file.upload': {
		path: '/file/upload',
		parameters: { binaryPropertyName: 'data' },
		items: async () => [
			await item(['data', 'Number: 1', 'a.txt']),
			await item(['data', 'Number: 2', 'b.txt']),
		],
	},
};

/** Every operation there is, by the names of its menu entries. */
export const OPERATIONS = resources.flatMap(({ value: resource, operations }) =>
	operations.map((operation) => ({
		name: `${resource}.${operation.value}`,
		resource,
		operation,
		chosen: { resource, operation: operation.value },
	})),
);

/** What an operation needs to work. @throws Error that says what to add for one that has no entry. */
export function minimalOf(name: string): Minimal {
	if (!Object.hasOwn(MINIMAL, name))
		throw new Error(
			`There is an operation ${name} that no test knows. Add an entry '${name}' to MINIMAL in test/registry/minimal.ts: the path it calls, its required parameters with valid values, and two input items that ask for different things.`,
		);
	return MINIMAL[name];
}
