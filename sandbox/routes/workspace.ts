import type { FastifyInstance } from 'fastify';

import { type Context, PREFIX } from '../context';
import { CODE, failure, success } from '../envelope';
import { invalid, PAGE_RULES } from '../parameters';
import { CATEGORIES } from '../service/categories';

/** Adds `workspace/get`, `workspace/list` and `category/list`. */
export function addWorkspace(app: FastifyInstance, { call, credential }: Context): void {
	const workspace = {
		workspace_id: credential.workspaceId,
		name: 'Sandbox',
		description: 'The only workspace of the stand-in',
		auth_scope: 0,
		manage_account_id: 'sandbox-admin',
		manage_account_name: 'Sandbox',
		callback_url: '',
		callback_retry_time: 0,
	};
	const paged = (query: Record<string, string>, name: string, all: unknown[]) => {
		const wrong = invalid(query, { ...PAGE_RULES, enabled: /^(all|[012])$/ });
		if (wrong !== undefined) return failure(CODE.invalid, wrong);
		const page = Number(query.page ?? 1);
		const size = Math.min(100, Number(query.page_size ?? 20));
		return success({
			total: all.length,
			page,
			page_size: size,
			[name]: all.slice((page - 1) * size, page * size),
		});
	};

	app.get(`${PREFIX}/workspace/get`, () => success(workspace));
	app.get(`${PREFIX}/workspace/list`, (request) =>
		paged(call(request).seen.query, 'workspaces', [workspace]),
	);
	app.get(`${PREFIX}/category/list`, (request) => {
		const { query } = call(request).seen;
		const shown = ['all', '1'].includes(query.enabled ?? '1') ? CATEGORIES : [];
		return paged(query, 'categories', shown);
	});
}
