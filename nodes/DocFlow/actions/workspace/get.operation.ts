import { readId } from '../../parameters/ids';
import { forEachItem, type Operation } from '../operation';
import { fetchWorkspace, workspaceField } from './fields';

const field = workspaceField('The workspace to get');

/** Workspace → Get. */
export const getWorkspace: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a workspace',
	description: 'Get the name, the visibility and the callback URL of a workspace',
	properties: [field],
	execute: forEachItem(
		async (context, item) => ({ workspace_id: readId(context, item, field) }),
		async (context, { workspace_id }, item) => ({
			json: await fetchWorkspace(context, workspace_id, item),
		}),
	),
};
