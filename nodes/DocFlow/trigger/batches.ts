import { byAge } from '../files/ids';
import type { DocFlowFile } from '../files/types';

/** A batch that fires, or some files of it. */
export interface Fired {
	batchNumber: string;
	/** The files to give out: those whose run has not fired before, and that pass the filters. */
	files: DocFlowFile[];
}

/** Files by their batch, oldest batch first. */
export function byBatch(files: DocFlowFile[]): Map<string, DocFlowFile[]> {
	const batches = new Map<string, DocFlowFile[]>();
	for (const file of [...files].sort(byAge)) {
		const batch = file.batch_number ?? '';
		const known = batches.get(batch);
		if (known === undefined) batches.set(batch, [file]);
		else known.push(file);
	}
	return batches;
}
