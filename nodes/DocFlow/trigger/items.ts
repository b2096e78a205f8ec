import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { hasFailed } from '../files/types';
import { type OutputOptions, toItems } from '../output';
import type { Fired } from './batches';
import { narrowed } from './select';

/** The trigger's own output beside those of Fetch: one item for each batch, its files inside. */
export type TriggerOutput = Omit<OutputOptions, 'output'> & {
	output: OutputOptions['output'] | 'batch';
	category: string;
};

function batchItem({ batchNumber, files }: Fired, options: OutputOptions): IDataObject {
	const failed = files.filter(hasFailed).length;
	return {
		batch_number: batchNumber,
		outcome: failed > 0 ? 'someFailed' : 'allSucceeded',
		file_count: files.length,
		success_count: files.length - failed,
		failed_count: failed,
		files: files.flatMap((file) => toItems(file, options, batchNumber)),
	};
}

/** The items that a batch gives in the output the user chose. `raw` is each file's record as it came. */
export function itemsOf(
	{ batchNumber, files }: Fired,
	{ output, category, ...form }: TriggerOutput,
): INodeExecutionData[] {
	const shape = { ...form, output: output === 'batch' ? 'simplified' : output };
	// The record of a whole file is not narrowed to a category.
	const documents = output === 'raw' ? files : files.map((file) => narrowed(file, category));
	const items =
		output === 'batch'
			? [batchItem({ batchNumber, files: documents }, shape)]
			: documents.flatMap((file) => toItems(file, shape, batchNumber));
	return items.map((json) => ({ json }));
}
