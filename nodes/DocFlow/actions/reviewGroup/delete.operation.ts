import { checkConfirmed, confirmField } from '../../parameters/confirm';
import { optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';
import { groupField, LOOK_AT_GROUPS } from './group';

const group = groupField('The group to delete, with its rules');
const confirm = confirmField('group with its rules');

/** Review Group → Delete (DocFlow API, "Delete Review Rule Group"). */
export const deleteGroup: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a review group',
	description: 'Delete a group with its rules from a review repository, for good',
	properties: [group, confirm, optionsField()],
	execute: forEachItem(
		async (context, item) => {
			const group_id = readId(context, item, group);
			checkConfirmed(context, item, confirm);
			return { workspace_id: await readWorkspace(context, item), group_id };
		},
		async (context, body, itemIndex) => {
			await docFlowRequest(context, {
				method: 'POST',
				path: '/review/rule_group/delete',
				repeat: 'once',
				look: LOOK_AT_GROUPS,
				body,
				itemIndex,
			});
			return { json: { deleted: true, deleted_count: 1, group_id: body.group_id } };
		},
	),
};
