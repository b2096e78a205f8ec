import type { INodeProperties } from 'n8n-workflow';

import { markSecrets } from '../transport/secrets';
import { getStatus } from './batch/getStatus.operation';
import { deleteFiles } from './file/delete.operation';
import { fetch } from './file/fetch.operation';
import { upload } from './file/upload.operation';
import type { Operation, Resource } from './operation';

/** Menu and dispatch both come from this list, so they cannot disagree. */
export const resources: Resource[] = [
	{
		value: 'batch',
		name: 'Batch',
		description: 'Files that were uploaded together',
		operations: [getStatus],
	},
	{
		value: 'file',
		name: 'File',
		description: 'A document, from its upload to its results',
		operations: [upload, fetch, deleteFiles],
	},
];

/** A property shown only for its operation; conditions of its own stay. */
function shownFor(resource: Resource, operation: Operation) {
	return (property: INodeProperties): INodeProperties => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: {
				...property.displayOptions?.show,
				resource: [resource.value],
				operation: [operation.value],
			},
		},
	});
}

/** The properties of all operations, each limited to its own place in the menu. */
export const operationProperties: INodeProperties[] = markSecrets(
	resources.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			operation.properties.map(shownFor(resource, operation)),
		),
	),
);

/** The operation chosen in the menu. @throws Error when there is none of that name. */
export function findOperation(resource: string, operation: string): Operation {
	const found = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (found === undefined) throw new Error(`There is no operation "${operation}" of "${resource}"`);
	return found;
}
