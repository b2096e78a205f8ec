import { optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import { LOOK_AT_REVIEW, reviewTaskField } from './fields';

/** Review → Retry (DocFlow API, "Retry Review Task"). */
export const retryReview: Operation = {
	value: 'retry',
	name: 'Retry',
	action: 'Retry a review',
	description:
		'Have DocFlow check the files of a finished review again, by all its rules; the results replace the old ones, and it may be billed again',
	properties: [reviewTaskField, optionsField()],
	execute: forEachItemOnce(
		async (context, item) => ({
			workspace_id: await readWorkspace(context, item),
			task_id: readId(context, item, reviewTaskField),
		}),
		async (context, body, itemIndex) => {
			await docFlowRequest(context, {
				method: 'POST',
				path: '/review/task/retry',
				repeat: 'once',
				look: LOOK_AT_REVIEW,
				body,
				itemIndex,
			});
			return { json: { retried: true, review_task_id: body.task_id } };
		},
	),
};
