import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { isRecord } from '../../json';
import { readWorkspace } from '../../parameters/ids';
import { apiError } from '../../transport/errors';

/** What n8n's editor makes of an expression that it can't work out: nothing, or a group of fields that is nothing. */
export const isUnknown = (value: unknown): boolean =>
	value === null || (isRecord(value) && 'mode' in value && (value.value ?? null) === null);

/**
 * The workspace that a list is of: the one chosen in the panel, else the credential's.
 * @throws DocFlowError where it comes from an expression that has no value in the editor: another's list would mislead.
 */
export async function chosenWorkspace(context: ILoadOptionsFunctions): Promise<string> {
	const options: unknown = context.getCurrentNodeParameters()?.options;
	const chosen = isRecord(options) ? options.workspaceId : options;
	if (!isUnknown(chosen)) return await readWorkspace(context, undefined);
	throw apiError(context, {
		message: 'The workspace comes from an expression that has no value here yet',
		advice: 'Run the nodes before this one, or pick the workspace from its list first.',
	});
}
