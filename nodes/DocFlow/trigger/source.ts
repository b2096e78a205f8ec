import { fetchPage, type FilePage, PAGE_SIZE } from '../transport/fetchFiles';
import { plain } from '../transport/plain';
import { readPages } from '../transport/readPages';
import type { DocFlowContext, Query } from '../transport/request';
import type { DocFlowFile } from '../types';

/** What the trigger asks DocFlow, and the log it writes to. */
export interface Source {
	/** One page of the files that match. @throws Error when there is no answer. */
	page(query: Query): Promise<FilePage>;
	/** A line in n8n's log. */
	warn(message: string): void;
}

/** The files of a workspace, as a poll reads them. */
export function docFlowSource(context: DocFlowContext, workspaceId: string): Source {
	return {
		page: async (query) => await fetchPage.call(context, { workspace_id: workspaceId, page_size: PAGE_SIZE, ...query }),
		warn: (message) => context.logger.warn(plain(message)),
	};
}

/**
 * All files of a batch, to the last page. None means that the batch was deleted.
 * @throws Error when files move between the pages for as long as it looks.
 */
export async function readBatch(source: Source, batchNumber: string): Promise<DocFlowFile[]> {
	// Without a number DocFlow would answer with the whole workspace.
	if (batchNumber === '') throw new Error('DocFlow lists files that have no batch number');
	const { files, complete } = await readPages(
		async (page) => await source.page({ batch_number: batchNumber, page }),
		PAGE_SIZE,
	);
	if (!complete) throw new Error(`The files of batch ${batchNumber} change while they are read`);
	return files;
}
