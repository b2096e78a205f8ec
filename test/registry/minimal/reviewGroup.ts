import { named, OWN, repositories } from './reviewRepository';
import type { Minimal } from './types';

const { repository, group } = OWN;

/** By operation. */
export const reviewGroup: Record<string, Minimal> = {
	getAll: { path: '/review/rule_repo/get', parameters: { repository }, items: repositories },
	create: {
		path: '/review/rule_group/create',
		isOnce: true,
		parameters: { repository, name: '={{ $json.name }}' },
		items: named,
	},
	update: {
		path: '/review/rule_group/update',
		parameters: { group, name: '={{ $json.name }}' },
		items: named,
	},
	delete: {
		path: '/review/rule_group/delete',
		isOnce: true,
		parameters: { group, confirm: true },
		items: repositories,
	},
};
