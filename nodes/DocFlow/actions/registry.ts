import type { INodeProperties } from 'n8n-workflow';

import { markSecrets } from '../transport/secrets';
import { batch } from './batch';
import { category } from './category';
import { file } from './file';
import type { Operation, Resource } from './operation';

/** The Resource menu, in its order. Menu and dispatch both come from this list, so they cannot disagree. */
export const resources: Resource[] = [batch, category, file];

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
