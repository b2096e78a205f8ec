import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { fieldError, readIfSet } from '../../parameters/field';
import { byLabel, optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import { groupField } from '../reviewGroup/group';
import {
	promptField,
	readRule,
	riskField,
	ruleField,
	ruleNameField,
	ruleOptionFields,
} from './rule';

const rule = ruleField('The rule to change');
const group = groupField('The group that the rule is moved to', { required: false });

const changeFields = [group, ruleNameField(), promptField(), ...ruleOptionFields, riskField].sort(
	byLabel,
);

const changesField: INodeProperties = {
	displayName: 'Changes',
	name: 'changes',
	type: 'collection',
	placeholder: 'Add change',
	default: {},
	description: 'What of the rule is changed; what is not set stays as it is',
	options: changeFields,
};

/** Review Rule → Update (DocFlow API, "Update Review Rule"). What is not set is not sent. */
export const updateRule: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a review rule',
	description: 'Change name, prompt, risk, categories or group of a review rule',
	properties: [rule, changesField, optionsField()],
	execute: forEachItemOnce(
		async (context, item): Promise<IDataObject & { rule_id: string }> => {
			const group_id = readIfSet(readId, context, item, group, 'changes');
			const changes = {
				...(group_id !== undefined && { group_id }),
				...readRule(context, item, 'changes', 'changes'),
			};
			if (Object.keys(changes).length === 0)
				throw fieldError(
					context,
					item,
					changesField,
					'are empty, so there is nothing to change',
					`Set one of these: ${changeFields.map(({ displayName }) => displayName).join(', ')}.`,
				);
			return {
				workspace_id: await readWorkspace(context, item),
				rule_id: readId(context, item, rule),
				...changes,
			};
		},
		async (context, body, itemIndex) => {
			await docFlowRequest(context, {
				method: 'POST',
				path: '/review/rule/update',
				repeat: 'safe',
				body,
				itemIndex,
			});
			const { workspace_id: _workspace, ...changed } = body;
			return { json: { updated: true, ...changed } };
		},
	),
};
