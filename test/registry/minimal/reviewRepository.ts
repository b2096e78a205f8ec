import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { addRepository } from '../../support/review';
import type { Minimal } from './types';

/** Two repositories with a group and a rule each. */
export async function repositories(credential: IDataObject): Promise<INodeExecutionData[]> {
	const made = [await addRepository(credential, 'Total'), await addRepository(credential, 'Total')];
	return made.map(({ repo_id, group_id, rule_ids: [rule_id] }) => ({
		json: { repo_id, group_id, rule_id },
	}));
}

/** What the items of `repositories` say. */
export const OWN = {
	repository: '={{ $input.item.json.repo_id }}',
	group: '={{ $input.item.json.group_id }}',
	rule: '={{ $input.item.json.rule_id }}',
};

/** Two names, and what is there to be named. */
export const named = async (credential: IDataObject): Promise<INodeExecutionData[]> =>
	(await repositories(credential)).map(({ json }, at) => ({
		json: { ...json, name: `New ${at}` },
	}));

const { repository } = OWN;

/** By operation. */
export const reviewRepository: Record<string, Minimal> = {
	getAll: {
		path: '/review/rule_repo/list',
		parameters: { returnAll: false, limit: '={{ $json.limit }}' },
		items: async (credential) => {
			await repositories(credential);
			return [{ json: { limit: 1 } }, { json: { limit: 2 } }];
		},
	},
	get: { path: '/review/rule_repo/get', parameters: { repository }, items: repositories },
	create: {
		path: '/review/rule_repo/create',
		isOnce: true,
		parameters: { name: '={{ $json.name }}' },
		items: async () => [{ json: { name: 'One' } }, { json: { name: 'Two' } }],
	},
	update: {
		path: '/review/rule_repo/update',
		parameters: { repository, name: '={{ $json.name }}' },
		items: named,
	},
	delete: {
		path: '/review/rule_repo/delete',
		isOnce: true,
		parameters: { repository, confirm: true },
		items: repositories,
	},
};
