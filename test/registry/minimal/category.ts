import type { Minimal } from './types';

/** By operation. */
export const category: Record<string, Minimal> = {
	getAll: {
		path: '/category/list',
		parameters: { returnAll: false, limit: '={{ $json.limit }}' },
		items: async () => [{ json: { limit: 1 } }, { json: { limit: 2 } }],
	},
};
