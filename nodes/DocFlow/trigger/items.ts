import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { type OutputOptions, toItems } from '../output';
import { type DocFlowFile, hasFailed } from '../types';
import type { Fired } from './poll';
import { isOfCategory } from './select';

/** The trigger's own output beside those of Fetch: one item for each batch, its files inside. */
export type TriggerOutput = Omit<OutputOptions, 'output'> & { output: OutputOptions['output'] | 'batch'; category: string };

/** A split or cropped file with only those of its documents that are of the category. */
function ofCategory(file: DocFlowFile, category: string): DocFlowFile {
	const children = file.child_files ?? [];
	if (category === '' || children.length === 0) return file;
	return { ...file, child_files: children.filter((child) => isOfCategory(child, category)) };
}

function batchItem({ batchNumber, files }: Fired, options: TriggerOutput): IDataObject {
	const failed = files.filter(hasFailed).length;
	return {
		batch_number: batchNumber,
		outcome: failed > 0 ? 'someFailed' : 'allSucceeded',
		file_count: files.length,
		success_count: files.length - failed,
		failed_count: failed,
		files: files.flatMap((file) => toItems(ofCategory(file, options.category), { ...options, output: 'simplified' })),
	};
}

/** The items that a batch gives in the output the user chose. `raw` is each file's record as it came. */
export function itemsOf(fired: Fired, options: TriggerOutput): INodeExecutionData[] {
	const { output, category } = options;
	if (output === 'batch') return [{ json: batchItem(fired, options) }];
	return fired.files
		.flatMap((file) => toItems(output === 'raw' ? file : ofCategory(file, category), { ...options, output }))
		.map((json) => ({ json }));
}
