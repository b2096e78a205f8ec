import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from '../../parameters/fields';
import { readWorkspace } from '../../parameters/ids';
import { limitFields, readLimit } from '../../parameters/limit';
import { readFlag } from '../../parameters/read';
import { forEachItem, type Operation } from '../operation';
import { fetchRepositories, groupsOf, rulesOf } from './repository';

const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description:
		'Whether to return how many groups and rules a repository has rather than all of them',
};

/** Review Repository → Get Many. One item for each repository of the workspace. */
export const getRepositories: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many review repositories',
	description: 'List the review repositories of the workspace, with their IDs and names',
	properties: [...limitFields, simplifyField, optionsField()],
	execute: forEachItem(
		async (context, item) => ({
			workspace_id: await readWorkspace(context, item),
			limit: readLimit(context, item),
			isSimple: readFlag(context, item, simplifyField),
		}),
		async (context, { workspace_id, limit, isSimple }, item) => {
			const repositories = await fetchRepositories(context, workspace_id, item, limit);
			return repositories.map((repository) => {
				const { groups: _groups, ...own } = repository;
				const groups = groupsOf(repository);
				const counts = {
					group_count: groups.length,
					rule_count: groups.flatMap(rulesOf).length,
				};
				return { json: isSimple ? { ...own, ...counts } : repository };
			});
		},
	),
};
