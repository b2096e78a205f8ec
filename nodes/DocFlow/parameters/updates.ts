import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { DocFlowContext } from '../transport/context';
import { fieldError } from './field';

/** A collection named Update Fields: what is not added to it stays as it is. */
export const updatesField = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description: 'What to change. What is not added here, or is empty, stays as it is.',
	options: options.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
});

/** The changes that there are. @throws NodeOperationError when there is none. */
export function checkedUpdates(
	context: DocFlowContext,
	item: number,
	field: INodeProperties,
	changes: IDataObject,
): IDataObject {
	const set = Object.entries(changes).filter(([, value]) => value !== undefined);
	if (set.length > 0) return Object.fromEntries(set);
	throw fieldError(context, item, field, 'is empty', 'Add what to change, and give it a value.');
}
