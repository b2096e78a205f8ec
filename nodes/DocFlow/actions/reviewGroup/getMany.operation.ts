import { optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { limitFields, readLimit } from '../../parameters/limit';
import { forEachItem, type Operation } from '../operation';
import {
	fetchRepository,
	groupsOf,
	repositoryField,
	rulesOf,
} from '../reviewRepository/repository';

const repository = repositoryField('The review repository whose groups to list');

/** Review Group → Get Many. One item for each group of a repository. */
export const getGroups: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many review groups',
	description: 'List the groups of a review repository, with their IDs and how many rules each has',
	properties: [repository, ...limitFields, optionsField()],
	execute: forEachItem(
		async (context, item) => ({
			workspace_id: await readWorkspace(context, item),
			repo_id: readId(context, item, repository),
			limit: readLimit(context, item),
		}),
		async (context, { limit, ...query }, item) => {
			const found = await fetchRepository(context, query, item);
			return groupsOf(found)
				.slice(0, limit)
				.map((group) => ({
					json: {
						group_id: group.group_id ?? null,
						name: group.name ?? null,
						rule_count: rulesOf(group).length,
						repo_id: query.repo_id,
						repo_name: found.name ?? null,
					},
				}));
		},
	),
};
