import { newWorkspaces } from './catalog';
import type { Minimal } from './types';

const chosen = { workspace: '={{ $json.workspace_id }}' };
const two: Minimal['items'] = async (credential) => await newWorkspaces(credential, 'a', 'b');

/** By operation. */
export const workspace: Record<string, Minimal> = {
	create: {
		path: '/workspace/create',
		isOnce: true,
		parameters: { name: '={{ $json.name }}' },
		items: async () => [{ json: { name: 'a' } }, { json: { name: 'b' } }],
	},
	delete: {
		path: '/workspace/delete',
		isOnce: true,
		parameters: { ...chosen, confirm: true },
		items: two,
	},
	get: { path: '/workspace/get', parameters: chosen, items: two },
	getAll: {
		path: '/workspace/list',
		parameters: { returnAll: false, limit: '={{ $json.limit }}' },
		items: async (credential) => {
			await newWorkspaces(credential, 'a');
			return [{ json: { limit: 1 } }, { json: { limit: 2 } }];
		},
	},
	update: {
		path: '/workspace/update',
		parameters: { ...chosen, updateFields: { name: 'c', description: 'd' } },
		items: two,
	},
};
