import { readBatch } from '../files/batch';
import type { DocFlowFile } from '../files/types';
import type { WorkspaceReader } from './reader';

/**
 * All files of a batch as they are now. Files without a batch number can't be asked for together: of them, those given.
 * @throws Error when they can't be read.
 */
export async function readFiles(
	reader: WorkspaceReader,
	batch: string,
	some: DocFlowFile[],
): Promise<DocFlowFile[]> {
	if (batch !== '') return await readBatch(reader.page, batch);
	const found: DocFlowFile[] = [];
	for (const { id } of some) found.push(...(await reader.page({ file_id: id })).files);
	return found;
}
