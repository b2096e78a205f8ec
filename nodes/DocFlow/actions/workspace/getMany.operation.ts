import { enterpriseOf, workspaceList } from '../../catalog/workspaces';
import { limitFields, readLimit } from '../../parameters/limit';
import { fetchAll } from '../../transport/list';
import { forEachItem, type Operation } from '../operation';

/** Workspace → Get Many. One item for each workspace. */
export const getWorkspaces: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many workspaces',
	description: 'List the workspaces that the account of the credential may use, with their IDs',
	properties: limitFields,
	execute: forEachItem(
		async (context, item) => ({
			enterprise: await enterpriseOf(context, item),
			limit: readLimit(context, item),
		}),
		async (context, { enterprise, limit }, item) =>
			(await fetchAll(context, workspaceList(enterprise), item, limit)).map((json) => ({ json })),
	),
};
