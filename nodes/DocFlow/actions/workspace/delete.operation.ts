import { readIds } from '../../parameters/ids';
import { deleteOperation } from '../deleteOperation';
import { LOOK_AT_WORKSPACES, workspaceField } from './fields';

const field = workspaceField(
	'The workspace to delete; by ID also several, with commas between them',
);

/** Workspace → Delete (DocFlow API, "Delete Workspace"). */
export const deleteWorkspaces = deleteOperation({
	action: 'Delete workspaces',
	description: 'Delete workspaces with all their files, results and categories, for good',
	what: 'workspaces, with all their files and categories,',
	which: [field],
	path: '/workspace/delete',
	look: LOOK_AT_WORKSPACES,
	options: [],
	read: async (context, item) => ({ workspace_ids: readIds(context, item, field) }),
	find: (_context, body) => ({ body, count: body.workspace_ids.length, said: body }),
});
