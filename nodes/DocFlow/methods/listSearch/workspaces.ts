import { enterpriseOf, workspaceList } from '../../catalog/workspaces';
import { searchIn } from './search';

/** The workspaces that the credential's account may use. */
export const searchWorkspaces = searchIn({
	list: async (context) => workspaceList(await enterpriseOf(context)),
	name: 'name',
	value: 'workspace_id',
});
