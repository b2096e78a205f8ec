import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import type { Results } from './operation';
import { findOperation } from './registry';

/** An error as the data of an item, for workflows that continue on fail. */
function errorJson(error: unknown): IDataObject {
	const message = error instanceof Error ? error.message : String(error);
	if (error instanceof NodeApiError)
		return { error: message, description: error.description ?? null, code: error.httpCode };
	if (error instanceof NodeOperationError)
		return { error: message, description: error.description ?? null };
	return { error: message };
}

/**
 * The node's execute: runs the chosen operation, pairs every output item with its input and owns
 * continue on fail. Output stands in the order of the input.
 */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const itemCount = context.getInputData().length;
	const output: INodeExecutionData[][] = Array.from({ length: itemCount }, () => []);
	let hasFailed = false;
	const add = (items: number[], rows: IDataObject[]) => {
		// One for all rows: 2,000 rows of 2,000 items would otherwise hold 4 million pairs, in memory and in n8n's database.
		const pairedItem = items.length === 1 ? { item: items[0] } : items.map((item) => ({ item }));
		for (const json of rows) output[items[0]].push({ json, pairedItem });
	};
	const results: Results = {
		add,
		hasFailed: () => hasFailed,
		fail: (items, error, rows = [{}]) => {
			hasFailed = true;
			if (!context.continueOnFail()) throw error;
			const failure = errorJson(error);
			add(
				items,
				rows.map((json) => ({ ...json, ...failure })),
			);
		},
	};
	const resource = context.getNodeParameter('resource', 0) as string;
	const operation = findOperation(resource, context.getNodeParameter('operation', 0) as string);
	await operation.execute(context, itemCount, results);
	return [output.flat()];
}
