import type { INodeProperties } from 'n8n-workflow';

import { type DocFlowContext, parameterOf } from '../transport/context';
import { inputError } from '../transport/errors';
import { markSecrets } from '../transport/secrets';
import { batch } from './batch';
import { category } from './category';
import { categoryField } from './categoryField';
import { categorySample } from './categorySample';
import { categoryTable } from './categoryTable';
import { file } from './file';
import type { Operation, Resource } from './operation';
import { review } from './review';
import { reviewGroup } from './reviewGroup';
import { reviewRepository } from './reviewRepository';
import { reviewRule } from './reviewRule';
import { workspace } from './workspace';

/** The Resource menu, in its order. Menu and dispatch both come from this list, so they cannot disagree. */
export const resources: Resource[] = [
	batch,
	category,
	categoryField,
	categorySample,
	categoryTable,
	file,
	review,
	reviewGroup,
	reviewRepository,
	reviewRule,
	workspace,
];

/**
 * A property shown only for its operation; conditions of its own stay. They come last: n8n shows a field as soon as it meets a
 * condition on what is an expression, and would take the default of another operation's field of the same name.
 */
function shownFor(resource: Resource, operation: Operation) {
	return (property: INodeProperties): INodeProperties => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: {
				resource: [resource.value],
				operation: [operation.value],
				...property.displayOptions?.show,
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

/** What n8n adds to the menus of a node whose credential other nodes can use (n8n, CUSTOM_API_CALL_KEY). */
const CUSTOM_API_CALL = '__CUSTOM_API_CALL__';

/** The operation chosen in the menu. @throws NodeOperationError when the node has none of that name. */
export function findOperation(context: DocFlowContext): Operation {
	const [resource, operation] = ['resource', 'operation'].map((name) =>
		String(parameterOf(context, name, 0)),
	);
	const found = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (found !== undefined) return found;
	if ([resource, operation].includes(CUSTOM_API_CALL))
		throw inputError(
			context,
			undefined,
			'A Custom API Call is made by another node',
			'Use the HTTP Request node with Authentication set to Predefined Credential Type and Credential Type to TextIn DocFlow API: it calls any address of the DocFlow API with your key.',
		);
	throw inputError(
		context,
		undefined,
		`There is no operation "${operation}" of "${resource}"`,
		'Choose Resource and Operation from their lists.',
	);
}
