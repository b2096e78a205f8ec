import type { DocFlowContext } from '../transport/context';
import type { List } from '../transport/list';

/** Asked for in one page; the API names no most. */
const PAGE_SIZE = 100;

/**
 * The Enterprise ID of the credential; undefined where it has none. The API's file asks for it, the vendor's changelog of
 * April 2026 says that it no longer has to be given.
 */
export async function enterpriseOf(
	context: DocFlowContext,
	item?: number,
): Promise<string | undefined> {
	const { enterpriseId } = await context.getCredentials('docFlowApi', item);
	return String(enterpriseId ?? '').trim() || undefined;
}

/** The workspaces that an account may use (DocFlow API, "Get Workspace List"). */
export const workspaceList = (enterprise_id: string | undefined): List => ({
	path: '/workspace/list',
	query: { enterprise_id },
	name: 'workspaces',
	id: 'workspace_id',
	pageSize: PAGE_SIZE,
});
