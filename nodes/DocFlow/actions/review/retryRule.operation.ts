import { optionsField } from '../../parameters/fields';
import { idField } from '../../parameters/fileIds';
import { readId, readWorkspace } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import { LOOK_AT_REVIEW, reviewTaskField } from './fields';

const ruleIdField = idField('ruleId', 'Rule ID', 'The rule_id of a rule that Get Result gave');

/** Review → Retry Rule (DocFlow API, "Retry Specific Rule in Review Task"). */
export const retryReviewRule: Operation = {
	value: 'retryRule',
	name: 'Retry Rule',
	action: 'Retry a rule of a review',
	description:
		'Have DocFlow check the files of a finished review again by one of its rules; it may be billed again',
	properties: [reviewTaskField, ruleIdField, optionsField()],
	execute: forEachItemOnce(
		async (context, item) => ({
			workspace_id: await readWorkspace(context, item),
			task_id: readId(context, item, reviewTaskField),
			rule_id: readId(context, item, ruleIdField),
		}),
		async (context, body, itemIndex) => {
			await docFlowRequest(context, {
				method: 'POST',
				path: '/review/task/rule/retry',
				repeat: 'once',
				look: LOOK_AT_REVIEW,
				body,
				itemIndex,
			});
			return { json: { retried: true, review_task_id: body.task_id, rule_id: body.rule_id } };
		},
	),
};
