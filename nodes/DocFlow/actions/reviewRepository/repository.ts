import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isRecord, listOf } from '../../json';
import { locatorField } from '../../parameters/locator';
import { nameReader } from '../../parameters/names';
import { fetchAll } from '../../transport/list';
import { exactId } from '../../transport/exactId';
import { docFlowRequest } from '../../transport/request';
import { toNodeError, unreadable } from '../../transport/unreadable';

/** The review repository that something is about; `description` says what. */
export const repositoryField = (description: string): INodeProperties =>
	locatorField({
		displayName: 'Repository',
		name: 'repository',
		search: 'searchRepositories',
		description,
	});

/** How to see what became of a repository. */
export const LOOK_AT_REPOSITORIES = 'Review Repository → Get Many';

/** The most characters of the name of a repository or a group (DocFlow API, "Create Review Rule Repository"). */
export const MAX_NAME = 30;

/** Reads it. */
export const readOwnName = nameReader(MAX_NAME);

/** The name of a new one; `noun` says of what. */
export const ownNameField = (noun: string, placeholder: string): INodeProperties => ({
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder,
	description: `What the ${noun} is called, at most ${MAX_NAME} characters`,
});

/** Repositories asked for in one page; the API names no most. */
const PAGE_SIZE = 100;

/** The repositories of a workspace, with their groups and rules (DocFlow API, "Get Review Rule Repository List"). */
export const fetchRepositories = async (
	context: IExecuteFunctions,
	workspace_id: string,
	item: number,
	limit?: number,
): Promise<IDataObject[]> =>
	await fetchAll(
		context,
		{
			path: '/review/rule_repo/list',
			query: { workspace_id },
			name: 'repos',
			id: 'repo_id',
			pageSize: PAGE_SIZE,
		},
		item,
		limit,
	);

/** One repository, with its groups and rules (DocFlow API, "Get Review Rule Repository"). @throws DocFlowError. */
export async function fetchRepository(
	context: IExecuteFunctions,
	query: { workspace_id: string; repo_id: string },
	itemIndex: number,
): Promise<IDataObject> {
	const { result } = await docFlowRequest(context, {
		method: 'GET',
		path: '/review/rule_repo/get',
		repeat: 'safe',
		query,
		itemIndex,
	});
	if (exactId(result.repo_id) === undefined)
		throw toNodeError(context, unreadable('it holds no repository'), itemIndex);
	return result;
}

/** The groups of a repository. */
export const groupsOf = ({ groups }: IDataObject): IDataObject[] =>
	listOf(groups).filter(isRecord) as IDataObject[];

/** The rules of a group. */
export const rulesOf = ({ rules }: IDataObject): IDataObject[] =>
	listOf(rules).filter(isRecord) as IDataObject[];
