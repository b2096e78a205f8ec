import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { findCategory } from '../../catalog/categories';
import { withoutNothing } from '../../catalog/records';
import { categoryField, extractModelField, readCategory } from '../../parameters/category';
import { choiceField, readIfSet } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { nameReader } from '../../parameters/names';
import { readChoice } from '../../parameters/read';
import { checkedUpdates, updatesField } from '../../parameters/updates';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import { MAX_NAME, MAX_PROMPT, nameField, promptField } from './fields';
import { keywordRulesField, readKeywordRules } from './keywordRules';

const category = categoryField('The category to change');

const optionalName: INodeProperties = { ...nameField, required: false };

const statusField = choiceField({
	displayName: 'Status',
	name: 'enabled',
	type: 'options',
	options: [
		{ name: 'Disabled', value: 0, description: 'No document is sorted into it' },
		{ name: 'Draft', value: 2 },
		{ name: 'Enabled', value: 1 },
	],
	default: 1,
	description: 'Whether DocFlow uses the category',
});

const updates = updatesField([
	optionalName,
	{
		...extractModelField,
		description: 'The model of all fields and tables of the category, in place of their own',
	},
	keywordRulesField,
	promptField,
	statusField,
]);

/**
 * Category → Update (DocFlow API, "Update File Category"). Of name, prompt and status the API does not say that they stay when
 * they are left out, so they are read and written; a model goes down to all fields, so it is sent only when asked for.
 */
export const updateCategory: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a category',
	description:
		'Change the name, prompt, keyword rules, status or model of a category; what is not named stays',
	properties: [category, updates, optionsField()],
	execute: forEachItemOnce(
		async (context, item) => {
			const within = updates.name;
			return {
				...(await readCategory(context, item, category)),
				changes: checkedUpdates(context, item, updates, {
					name: readIfSet(nameReader(MAX_NAME), context, item, optionalName, within),
					category_prompt: readIfSet(nameReader(MAX_PROMPT), context, item, promptField, within),
					category_keyword_rules: readKeywordRules(context, item, within),
					enabled: readIfSet(readChoice<number>, context, item, statusField, within),
					extract_model: readIfSet(readChoice<string>, context, item, extractModelField, within),
				}),
			};
		},
		async (context, { workspace_id, category: wanted, changes }, itemIndex) => {
			const now = await findCategory(context, workspace_id, wanted, itemIndex);
			const { id: category_id, name, category_prompt, enabled } = now;
			// A side of the rules that is not given stays; the API would clear it.
			const rules = changes.category_keyword_rules && {
				positive_rules: [],
				negative_rules: [],
				...(now.category_keyword_rules as IDataObject | undefined),
				...(changes.category_keyword_rules as IDataObject),
			};
			const next = {
				...withoutNothing({ name, category_prompt, enabled }),
				...changes,
				...(rules !== undefined && { category_keyword_rules: rules }),
			};
			await docFlowRequest(context, {
				method: 'POST',
				path: '/category/update',
				repeat: 'safe',
				body: { workspace_id, category_id, ...next },
				itemIndex,
			});
			return { json: { updated: true, workspace_id, category_id, ...next } };
		},
	),
};
