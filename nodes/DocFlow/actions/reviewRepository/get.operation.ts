import { optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { forEachItem, type Operation } from '../operation';
import { fetchRepository, repositoryField } from './repository';

const repository = repositoryField('The review repository to get');

/** Review Repository → Get. The repository as DocFlow has it. */
export const getRepository: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a review repository',
	description: 'Get a review repository with its groups and rules, and all their IDs',
	properties: [repository, optionsField()],
	execute: forEachItem(
		async (context, item) => ({
			workspace_id: await readWorkspace(context, item),
			repo_id: readId(context, item, repository),
		}),
		async (context, query, item) => ({ json: await fetchRepository(context, query, item) }),
	),
};
