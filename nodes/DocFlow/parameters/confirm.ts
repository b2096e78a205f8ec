import type { INodeProperties } from 'n8n-workflow';

import type { DocFlowContext } from '../transport/context';
import { fieldError } from './field';
import { readFlag } from './read';

/** The switch without which nothing is deleted; `what` is what goes, such as `files`. */
export const confirmField = (what: string): INodeProperties => ({
	displayName: 'Delete for Good',
	name: 'confirm',
	type: 'boolean',
	default: false,
	description: `Whether the ${what} may be deleted. What is deleted cannot be brought back.`,
});

/** @throws NodeOperationError when the switch is off. */
export function checkConfirmed(
	context: DocFlowContext,
	item: number,
	field: INodeProperties,
): void {
	if (readFlag(context, item, field)) return;
	throw fieldError(
		context,
		item,
		field,
		'is off, so nothing was deleted',
		'Switch it on if this may go: nobody can bring it back.',
	);
}
