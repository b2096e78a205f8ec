import { optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';
import { readOwnName } from '../reviewRepository/repository';
import { groupField, groupNameField } from './group';

const group = groupField('The group to rename');
const nameField = groupNameField('New Name', 'What the group is called from now on');

/** Review Group → Update (DocFlow API, "Update Review Rule Group"). */
export const updateGroup: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a review group',
	description: 'Give a group of review rules another name',
	properties: [group, nameField, optionsField()],
	execute: forEachItem(
		async (context, item) => ({
			workspace_id: await readWorkspace(context, item),
			group_id: readId(context, item, group),
			name: readOwnName(context, item, nameField),
		}),
		async (context, body, itemIndex) => {
			await docFlowRequest(context, {
				method: 'POST',
				path: '/review/rule_group/update',
				repeat: 'safe',
				body,
				itemIndex,
			});
			return { json: { updated: true, group_id: body.group_id, name: body.name } };
		},
	),
};
