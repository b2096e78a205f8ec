import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isAgentTool } from '../transport/context';
import { errorItem } from './errorItem';
import { inOneText } from './inOneText';
import type { Results } from './operation';
import { findOperation } from './registry';

type Pairs = NonNullable<INodeExecutionData['pairedItem']>;

/**
 * Gives input items as n8n pairs an output item with them: one object for the rows of the same items. 2,000 rows of 2,000
 * items would otherwise hold 4 million pairs, in memory and in n8n's database.
 */
function pairing(): (items: number[]) => Pairs {
	const known = new WeakMap<number[], Pairs>();
	return (items) => {
		const pairs =
			known.get(items) ??
			(items.length === 1 ? { item: items[0] } : items.map((item) => ({ item })));
		known.set(items, pairs);
		return pairs;
	};
}

/**
 * The node's execute: runs the chosen operation, pairs every output item with its input and owns
 * continue on fail. Output stands in the order of the input.
 */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const itemCount = context.getInputData().length;
	const output: INodeExecutionData[][] = Array.from({ length: itemCount }, () => []);
	const toErrorOutput = context.getNode().onError === 'continueErrorOutput';
	const paired = pairing();
	const answered = new Set<number>();
	const addItems = (items: number[], added: INodeExecutionData[]) => {
		const pairedItem = paired(items);
		for (const item of items) answered.add(item);
		for (const one of added) output[items[0]].push({ ...one, pairedItem });
	};
	const results: Results = {
		addItems,
		add: (items, rows) =>
			addItems(
				items,
				rows.map((json) => ({ json })),
			),
		fail: (items, error, rows: IDataObject[] = [{}]) => {
			if (!context.continueOnFail()) throw inOneText(context, error);
			const pairedItem = paired(items);
			for (const item of items) answered.add(item);
			for (const json of rows)
				output[items[0]].push(errorItem(error, json, pairedItem, toErrorOutput));
		},
	};
	// An error of the operation as a whole: n8n would give out the input items as if all had gone well.
	const failUnanswered = (error: unknown) => {
		const unanswered = output.flatMap((_rows, item) => (answered.has(item) ? [] : [item]));
		if (unanswered.length === 0) throw inOneText(context, error);
		for (const item of unanswered) results.fail([item], error);
	};
	const execute = async () => await findOperation(context).execute(context, itemCount, results);
	await execute().catch(failUnanswered);
	const given = output.flat();
	// n8n makes an empty text of no items, which tells a model nothing.
	if (given.length === 0 && isAgentTool(context)) return [[{ json: { found: 0 } }]];
	return [given];
}
