import { optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { idOfNew } from '../../transport/exactId';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import { ownNameField, readOwnName, repositoryField } from '../reviewRepository/repository';
import { LOOK_AT_GROUPS } from './group';

const repository = repositoryField('The review repository that the group is added to');
const nameField = ownNameField('group', 'e.g. Amounts');

/** Review Group → Create (DocFlow API, "Create Review Rule Group"). */
export const createGroup: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a review group',
	description: 'Add an empty group to a review repository, and get its ID; rules are added to it',
	properties: [repository, nameField, optionsField()],
	execute: forEachItemOnce(
		async (context, item) => ({
			workspace_id: await readWorkspace(context, item),
			repo_id: readId(context, item, repository),
			name: readOwnName(context, item, nameField),
		}),
		async (context, body, itemIndex) => {
			const { result } = await docFlowRequest(context, {
				method: 'POST',
				path: '/review/rule_group/create',
				repeat: 'once',
				look: LOOK_AT_GROUPS,
				body,
				itemIndex,
			});
			const { repo_id, name } = body;
			const look = `Find it with ${LOOK_AT_GROUPS}.`;
			const group_id = idOfNew(context, result.group_id, `the group "${name}"`, look, itemIndex);
			return { json: { group_id, name, repo_id } };
		},
	),
};
