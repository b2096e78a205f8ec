import { checkConfirmed, confirmField } from '../../parameters/confirm';
import { optionsField } from '../../parameters/fields';
import { readIds, readWorkspace } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';
import { reviewTasksField } from './fields';

const confirm = confirmField('reviews');

/** Review → Delete (DocFlow API, "Delete Review Task"). The files stay. */
export const deleteReviews: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete reviews',
	description: 'Delete reviews and their results from DocFlow, for good; the files stay',
	properties: [reviewTasksField, confirm, optionsField()],
	execute: forEachItem(
		async (context, item) => {
			const task_ids = readIds(context, item, reviewTasksField);
			checkConfirmed(context, item, confirm);
			return { workspace_id: await readWorkspace(context, item), task_ids };
		},
		async (context, body, itemIndex) => {
			await docFlowRequest(context, {
				method: 'POST',
				path: '/review/task/delete',
				repeat: 'once',
				look: 'Review → Get Result',
				body,
				itemIndex,
			});
			const { task_ids: review_task_ids } = body;
			return { json: { deleted: true, deleted_count: review_task_ids.length, review_task_ids } };
		},
	),
};
