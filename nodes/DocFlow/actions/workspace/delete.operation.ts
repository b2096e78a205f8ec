import { checkConfirmed, confirmField } from '../../parameters/confirm';
import { readIds } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';
import { workspaceField } from './fields';

const field = workspaceField(
	'The workspace to delete; by ID also several, with commas between them',
);
const confirm = confirmField('workspaces, with all their files and categories,');

/** Workspace → Delete (DocFlow API, "Delete Workspace"). */
export const deleteWorkspaces: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete workspaces',
	description: 'Delete workspaces with all their files, results and categories, for good',
	properties: [field, confirm],
	execute: forEachItem(
		async (context, item) => {
			const workspace_ids = readIds(context, item, field);
			checkConfirmed(context, item, confirm);
			return { workspace_ids };
		},
		async (context, body, itemIndex) => {
			await docFlowRequest(context, {
				method: 'POST',
				path: '/workspace/delete',
				repeat: 'once',
				look: 'Workspace → Get Many',
				body,
				itemIndex,
			});
			return { json: { deleted: true, deleted_count: body.workspace_ids.length, ...body } };
		},
	),
};
