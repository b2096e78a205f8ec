import { readIfSet } from '../../parameters/field';
import { filtersField, optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { limitFields, readLimit } from '../../parameters/limit';
import { forEachItem, type Operation } from '../operation';
import { groupField } from '../reviewGroup/group';
import {
	fetchRepository,
	groupsOf,
	repositoryField,
	rulesOf,
} from '../reviewRepository/repository';

const repository = repositoryField('The review repository whose rules to list');
const group = groupField('Only rules of this group', { required: false });

/** Review Rule → Get Many. One item for each rule of a repository. */
export const getRules: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many review rules',
	description: 'List the rules of a review repository: their IDs, names, prompts and risks',
	properties: [
		repository,
		...limitFields,
		filtersField('Which rules come out', [group]),
		optionsField(),
	],
	execute: forEachItem(
		async (context, item) => ({
			workspace_id: await readWorkspace(context, item),
			repo_id: readId(context, item, repository),
			limit: readLimit(context, item),
			group_id: readIfSet(readId, context, item, group, 'filters'),
		}),
		async (context, { group_id, limit, ...query }, item) => {
			const groups = groupsOf(await fetchRepository(context, query, item));
			const wanted = groups.filter((one) => group_id === undefined || one.group_id === group_id);
			const rules = wanted.flatMap((one) =>
				rulesOf(one).map((rule) => ({
					json: {
						...rule,
						group_id: one.group_id ?? null,
						group_name: one.name ?? null,
						repo_id: query.repo_id,
					},
				})),
			);
			return rules.slice(0, limit);
		},
	),
};
