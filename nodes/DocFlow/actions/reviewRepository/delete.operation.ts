import { readId, readWorkspace } from '../../parameters/ids';
import { deleteOperation } from '../deleteOperation';
import { LOOK_AT_REPOSITORIES, repositoryField } from './repository';

const repository = repositoryField('The review repository to delete, with its groups and rules');

/** Review Repository → Delete (DocFlow API, "Delete Review Rule Repository"). */
export const deleteRepository = deleteOperation({
	action: 'Delete a review repository',
	description: 'Delete a review repository with its groups and rules from DocFlow, for good',
	what: 'repository with its groups and rules',
	which: [repository],
	path: '/review/rule_repo/delete',
	look: LOOK_AT_REPOSITORIES,
	read: async (context, item) => ({
		workspace_id: await readWorkspace(context, item),
		repo_ids: [readId(context, item, repository)],
	}),
	find: (_context, body) => ({ body, count: 1, said: { repo_id: body.repo_ids[0] } }),
});
