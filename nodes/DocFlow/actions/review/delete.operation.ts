import { readIds, readWorkspace } from '../../parameters/ids';
import { deleteOperation } from '../deleteOperation';
import { LOOK_AT_REVIEW, reviewTasksField } from './fields';

/** Review → Delete (DocFlow API, "Delete Review Task"). The files stay. */
export const deleteReviews = deleteOperation({
	action: 'Delete reviews',
	description: 'Delete reviews and their results from DocFlow, for good; the files stay',
	what: 'reviews',
	which: [reviewTasksField],
	path: '/review/task/delete',
	look: LOOK_AT_REVIEW,
	read: async (context, item) => ({
		workspace_id: await readWorkspace(context, item),
		task_ids: readIds(context, item, reviewTasksField),
	}),
	find: (_context, body) => ({
		body,
		count: body.task_ids.length,
		said: { review_task_ids: body.task_ids },
	}),
});
