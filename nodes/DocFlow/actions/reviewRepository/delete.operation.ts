import { checkConfirmed, confirmField } from '../../parameters/confirm';
import { optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';
import { repositoryField } from './repository';

const repository = repositoryField('The review repository to delete, with its groups and rules');
const confirm = confirmField('repository with its groups and rules');

/** Review Repository → Delete (DocFlow API, "Delete Review Rule Repository"). */
export const deleteRepository: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a review repository',
	description: 'Delete a review repository with its groups and rules from DocFlow, for good',
	properties: [repository, confirm, optionsField()],
	execute: forEachItem(
		async (context, item) => {
			const repo_ids = [readId(context, item, repository)];
			checkConfirmed(context, item, confirm);
			return { workspace_id: await readWorkspace(context, item), repo_ids };
		},
		async (context, body, itemIndex) => {
			await docFlowRequest(context, {
				method: 'POST',
				path: '/review/rule_repo/delete',
				repeat: 'once',
				look: 'Review Repository → Get Many',
				body,
				itemIndex,
			});
			return { json: { deleted: true, deleted_count: 1, repo_id: body.repo_ids[0] } };
		},
	),
};
