import { readId, readWorkspace } from '../../parameters/ids';
import { deleteOperation } from '../deleteOperation';
import { groupField, LOOK_AT_GROUPS } from './group';

const group = groupField('The group to delete, with its rules');

/** Review Group → Delete (DocFlow API, "Delete Review Rule Group"). */
export const deleteGroup = deleteOperation({
	action: 'Delete a review group',
	description: 'Delete a group with its rules from a review repository, for good',
	what: 'group with its rules',
	which: [group],
	path: '/review/rule_group/delete',
	look: LOOK_AT_GROUPS,
	read: async (context, item) => ({
		workspace_id: await readWorkspace(context, item),
		group_id: readId(context, item, group),
	}),
	find: (_context, body) => ({ body, count: 1, said: { group_id: body.group_id } }),
});
