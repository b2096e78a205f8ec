import type { FastifyInstance } from 'fastify';

import { type Context, PREFIX } from '../../context';
import { success } from '../../envelope';
import { newWorkspace, type Workspace } from '../../service/catalog';
import { snowflake } from '../../service/ids';
import { pageOf } from '../pageOf';
import { addPost, workspaceOf } from '../post';

type Changes = Pick<Workspace, 'workspace_id' | 'name' | 'auth_scope'> & Partial<Workspace>;

const infoOf = ({ categories: _categories, ...workspace }: Workspace) => workspace;

/** Adds `workspace/*`. */
export function addWorkspaces(app: FastifyInstance, context: Context): void {
	const { call, workspaces, files, now } = context;

	app.get(`${PREFIX}/workspace/get`, (request) =>
		success(infoOf(workspaceOf(context, call(request).seen.query.workspace_id))),
	);
	app.get(`${PREFIX}/workspace/list`, (request) =>
		success(pageOf(context, call(request).seen.query, 'workspaces', workspaces.map(infoOf))),
	);

	addPost(
		app,
		'/workspace/create',
		({ enterprise_id: _id, ...body }: Changes & { enterprise_id?: unknown }) => {
			const workspace = newWorkspace({ ...body, workspace_id: snowflake(now()) });
			workspaces.push(workspace);
			return { workspace_id: workspace.workspace_id };
		},
	);
	// The API requires name and scope each time, and does not say that what is left out stays: here it does not.
	addPost(app, '/workspace/update', (body: Changes) => {
		const workspace = workspaceOf(context, body.workspace_id);
		Object.assign(workspace, {
			description: '',
			callback_url: '',
			callback_retry_time: 0,
			...body,
		});
		return undefined;
	});
	addPost(app, '/workspace/delete', ({ workspace_ids }: { workspace_ids: string[] }) => {
		const doomed = new Set(workspace_ids.map((id) => workspaceOf(context, id)));
		for (const workspace of doomed) workspaces.splice(workspaces.indexOf(workspace), 1);
		const left = files.filter((file) => !workspace_ids.includes(file.workspace));
		files.splice(0, files.length, ...left);
		return undefined;
	});
}
