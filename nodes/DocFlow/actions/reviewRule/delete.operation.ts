import { checkConfirmed, confirmField } from '../../parameters/confirm';
import { optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';
import { ruleField } from './rule';

const rule = ruleField('The rule to delete');
const confirm = confirmField('rule');

/** Review Rule → Delete (DocFlow API, "Delete Review Rule"). Reviews that were made by it stay. */
export const deleteRule: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a review rule',
	description: 'Delete a rule from a review repository, for good',
	properties: [rule, confirm, optionsField()],
	execute: forEachItem(
		async (context, item) => {
			const rule_id = readId(context, item, rule);
			checkConfirmed(context, item, confirm);
			return { workspace_id: await readWorkspace(context, item), rule_id };
		},
		async (context, body, itemIndex) => {
			await docFlowRequest(context, {
				method: 'POST',
				path: '/review/rule/delete',
				repeat: 'once',
				look: 'Review Rule → Get Many',
				body,
				itemIndex,
			});
			return { json: { deleted: true, deleted_count: 1, rule_id: body.rule_id } };
		},
	),
};
