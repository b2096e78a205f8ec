import { readId, readWorkspace } from '../../parameters/ids';
import { deleteOperation } from '../deleteOperation';
import { LOOK_AT_RULES, ruleField } from './rule';

const rule = ruleField('The rule to delete');

/** Review Rule → Delete (DocFlow API, "Delete Review Rule"). Reviews that were made by it stay. */
export const deleteRule = deleteOperation({
	action: 'Delete a review rule',
	description: 'Delete a rule from a review repository, for good',
	what: 'rule',
	which: [rule],
	path: '/review/rule/delete',
	look: LOOK_AT_RULES,
	read: async (context, item) => ({
		workspace_id: await readWorkspace(context, item),
		rule_id: readId(context, item, rule),
	}),
	find: (_context, body) => ({ body, count: 1, said: { rule_id: body.rule_id } }),
});
