import { named, OWN, repositories } from './reviewRepository';
import type { Minimal } from './types';

const { repository, group, rule } = OWN;

/** By operation. */
export const reviewRule: Record<string, Minimal> = {
	getAll: { path: '/review/rule_repo/get', parameters: { repository }, items: repositories },
	create: {
		path: '/review/rule/create',
		isOnce: true,
		parameters: { repository, group, name: '={{ $json.name }}', prompt: 'Total must be there.' },
		items: named,
	},
	update: {
		path: '/review/rule/update',
		parameters: { rule, changes: { name: '={{ $json.name }}' } },
		items: named,
	},
	delete: {
		path: '/review/rule/delete',
		isOnce: true,
		parameters: { rule, confirm: true },
		items: repositories,
	},
};
