import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { addRepository, addReview } from '../../support/review';
import type { Minimal } from './types';
import { uploaded } from './uploaded';

/** Two reviews that have ended. */
async function reviewed(credential: IDataObject): Promise<INodeExecutionData[]> {
	const first = await addReview(credential, 'Total: 1', 'Total must be below 5');
	const second = await addReview(credential, 'Total: 9', 'Total must be below 5');
	return [first, second].map(({ task_id, rule_ids: [rule_id] }) => ({
		json: { task_id, rule_id },
	}));
}

const reviewTaskId = '={{ $input.item.json.task_id }}';

/** By operation. */
export const review: Record<string, Minimal> = {
	submit: {
		path: '/review/task/submit',
		isOnce: true,
		parameters: {
			repository: '={{ $input.item.json.repo_id }}',
			batchNumber: '={{ $input.item.json.batch_number }}',
		},
		items: async (credential) => {
			const { repo_id } = await addRepository(credential);
			const files = await uploaded(credential);
			return files.map(({ json }) => ({ json: { ...json, repo_id } }));
		},
	},
	getResult: {
		path: '/review/task/result',
		parameters: { reviewTaskId, options: { waitTimeout: 5 } },
		items: reviewed,
	},
	retry: {
		path: '/review/task/retry',
		isOnce: true,
		parameters: { reviewTaskId },
		items: reviewed,
	},
	retryRule: {
		path: '/review/task/rule/retry',
		isOnce: true,
		parameters: { reviewTaskId, ruleId: '={{ $input.item.json.rule_id }}' },
		items: reviewed,
	},
	delete: {
		path: '/review/task/delete',
		isOnce: true,
		parameters: { reviewTaskId, confirm: true },
		items: reviewed,
	},
};
