import type { IDataObject } from 'n8n-workflow';

import { fieldError, readIfSet } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { readLongText, readText } from '../../parameters/read';
import { idOfNew } from '../../transport/exactId';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import { groupField } from '../reviewGroup/group';
import { repositoryField } from '../reviewRepository/repository';
import {
	LOOK_AT_RULES,
	promptField,
	readRule,
	riskField,
	ruleNameField,
	ruleOptionFields,
} from './rule';

const repository = repositoryField('The review repository that the rule is added to');
const group = groupField('The group of the repository that the rule is added to');
const nameField = ruleNameField({ required: true });
const prompt = promptField({ required: true });

/** Review Rule → Create (DocFlow API, "Create Review Rule"). */
export const createRule: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a review rule',
	description: 'Add a rule to a group of a review repository, and get its ID',
	properties: [repository, group, nameField, prompt, riskField, optionsField(...ruleOptionFields)],
	execute: forEachItemOnce(
		async (context, item): Promise<IDataObject & { repo_id: string; group_id: string }> => {
			for (const [field, read] of [
				[nameField, readText],
				[prompt, readLongText],
			] as const)
				if (readIfSet(read, context, item, field) === undefined)
					throw fieldError(context, item, field, 'is empty', 'Enter it, or map a text to it.');
			return {
				workspace_id: await readWorkspace(context, item),
				repo_id: readId(context, item, repository),
				group_id: readId(context, item, group),
				...readRule(context, item, undefined, 'options'),
			};
		},
		async (context, body, itemIndex) => {
			const { result } = await docFlowRequest(context, {
				method: 'POST',
				path: '/review/rule/create',
				repeat: 'once',
				look: LOOK_AT_RULES,
				body,
				itemIndex,
			});
			const { repo_id, group_id, name = null } = body;
			const what = `the rule "${String(name)}"`;
			const look = `Find it with ${LOOK_AT_RULES}.`;
			const rule_id = idOfNew(context, result.rule_id, what, look, itemIndex);
			return { json: { rule_id, name, group_id, repo_id } };
		},
	),
};
