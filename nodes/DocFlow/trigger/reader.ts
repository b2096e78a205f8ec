import { fetchPage, type FilePage, PAGE_SIZE } from '../files/list';
import type { DocFlowContext } from '../transport/context';
import type { Query } from '../transport/request';
import { safeText } from '../transport/safeText';

/** What the trigger asks DocFlow and the machine it runs on, and the log it writes to. */
export interface WorkspaceReader {
	/** One page of the files that match. @throws Error when there is no answer. */
	page(query: Query): Promise<FilePage>;
	/** The clock of the machine that runs n8n, in epoch milliseconds. */
	now(): number;
	/** A line in n8n's log. */
	warn(message: string): void;
}

/** The files of a workspace, as a poll reads them. */
export function workspaceReader(context: DocFlowContext, workspaceId: string): WorkspaceReader {
	return {
		page: async (query) =>
			await fetchPage(context, { workspace_id: workspaceId, page_size: PAGE_SIZE, ...query }),
		now: Date.now,
		warn: (message) => context.logger.warn(safeText(message)),
	};
}
