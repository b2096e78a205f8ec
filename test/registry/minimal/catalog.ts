import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { run } from '../../support/n8n';

/** Makes workspaces of these names with the node; what it gives out. */
export const newWorkspaces = async (
	credential: IDataObject,
	...names: string[]
): Promise<INodeExecutionData[]> =>
	(
		await run({
			parameters: { resource: 'workspace', operation: 'create', name: '={{ $json.name }}' },
			credential,
			items: names.map((name) => ({ json: { name } })),
		})
	).map(({ json }) => ({ json }));

/** Two categories that the sandbox has from the start, with the sample of each. */
export const twoCategories = async (): Promise<INodeExecutionData[]> =>
	[0, 1].map((at) => ({
		json: {
			category_id: `19558405403880000${at}0`,
			sample_id: `19558405403890000${at}0`,
		},
	}));
