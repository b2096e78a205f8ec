import { searchIn } from './search';

/** The workspaces that the credential's account may use (DocFlow API, "Get Workspace List"). */
export const searchWorkspaces = searchIn({
	list: async (context) => {
		const { enterpriseId } = await context.getCredentials('docFlowApi');
		return {
			path: '/workspace/list',
			query: { enterprise_id: String(enterpriseId ?? '').trim() },
			name: 'workspaces',
			id: 'workspace_id',
			pageSize: 100,
		};
	},
	name: 'name',
	value: 'workspace_id',
});
