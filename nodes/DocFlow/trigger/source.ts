import { fetchPage, type FilePage, PAGE_SIZE } from '../transport/fetchFiles';
import { plain } from '../transport/plain';
import { readPages } from '../transport/readPages';
import type { DocFlowContext, Query } from '../transport/request';
import { Unreadable } from '../transport/unreadable';
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
		page: async (query) =>
			await fetchPage.call(context, { workspace_id: workspaceId, page_size: PAGE_SIZE, ...query }),
		warn: (message) => context.logger.warn(plain(message)),
	};
}

/**
 * All files of a batch, to the last page. None means that the batch was deleted.
 * @throws Unreadable when files move between the pages for as long as it looks, or have no batch number, or when the
 * answer says nothing of the batch.
 */
export async function readBatch(source: Source, batchNumber: string): Promise<DocFlowFile[]> {
	// Without a number DocFlow would answer with the whole workspace.
	if (batchNumber === '') throw new Unreadable('DocFlow lists files that have no batch number');
	const { files, complete, total } = await readPages(
		async (page) => await source.page({ batch_number: batchNumber, page }),
		PAGE_SIZE,
	);
	if (!complete)
		throw new Unreadable(
			`The files of batch ${batchNumber} change while they are read`,
			'Run again in a few minutes.',
		);
	// Taken for a deleted batch, it would no longer be watched.
	if (files.length === 0 && Number.isNaN(total))
		throw new Unreadable(
			`DocFlow's answer does not say what batch ${batchNumber} holds`,
			'Run again in a few minutes.',
		);
	return files;
}
