import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';

import { isRecord, listOf, textOf } from '../../json';
import type { List } from '../../transport/list';
import { searchIn } from './search';
import { chosenWorkspace } from './workspace';

/** The repositories of the panel's workspace, with their groups and rules (DocFlow API, "Get Review Rule Repository List"). */
const repositories = async (context: ILoadOptionsFunctions): Promise<List> => ({
	path: '/review/rule_repo/list',
	query: { workspace_id: await chosenWorkspace(context) },
	name: 'repos',
	id: 'repo_id',
	pageSize: 100,
});

/** The repository that stands in the panel; empty where none does. */
function chosenRepository(context: ILoadOptionsFunctions): string {
	const chosen: unknown = context.getCurrentNodeParameters()?.repository;
	return textOf(isRecord(chosen) ? chosen.value : chosen).trim();
}

/** The groups of the repository in the panel (DocFlow API, "Get Review Rule Repository"), else the repositories. */
async function chosenGroups(context: ILoadOptionsFunctions): Promise<List> {
	const repo_id = chosenRepository(context);
	if (repo_id === '') return await repositories(context);
	const { query } = await repositories(context);
	return {
		path: '/review/rule_repo/get',
		query: { ...query, repo_id },
		name: 'groups',
		id: 'group_id',
	};
}

/** The entries below another one, which their names begin with. */
const below = (entry: IDataObject, name: string): IDataObject[] =>
	listOf(entry[name])
		.filter(isRecord)
		.map((one) => ({ ...one, name: `${textOf(entry.name)}: ${textOf(one.name)}` }) as IDataObject);

const groupsOf = (entry: IDataObject): IDataObject[] =>
	'group_id' in entry ? [entry] : below(entry, 'groups');

/** Review repositories, by id. */
export const searchRepositories = searchIn({ list: repositories, name: 'name', value: 'repo_id' });

/** The groups of the repository in the panel, else of all repositories, by id. */
export const searchGroups = searchIn({
	list: chosenGroups,
	name: 'name',
	value: 'group_id',
	parts: groupsOf,
});

/** The rules of all repositories, by id: those that change one have no repository in their panel. */
export const searchRules = searchIn({
	list: repositories,
	name: 'name',
	value: 'rule_id',
	parts: (entry) => groupsOf(entry).flatMap((group) => below(group, 'rules')),
});
