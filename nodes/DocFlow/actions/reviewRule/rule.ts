import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { choiceField, fieldError, readIfSet } from '../../parameters/field';
import { readIdsIfAny } from '../../parameters/ids';
import { readObjects } from '../../parameters/json';
import { locatorField, pickedField } from '../../parameters/locator';
import { readChoice, readLongText, readText } from '../../parameters/read';

/** The rule that something is about; `description` says what. */
export const ruleField = (description: string): INodeProperties =>
	locatorField({ displayName: 'Rule', name: 'rule', search: 'searchRules', description });

/** How to see what became of a rule. */
export const LOOK_AT_RULES = 'Review Rule → Get Many';

/** The name of a rule; `more` says whether it must be there. */
export const ruleNameField = (more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Total Below Limit',
	description: 'What the rule is called',
	...more,
});

/** What a rule checks. */
export const promptField = (more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. The total of the invoice must be below 1000 EUR.',
	description: 'What must be true of the documents, in plain words, at most 4000 characters',
	...more,
});

/** How high the risk is when a rule is not met (DocFlow API, RiskLevel). */
export const riskField = choiceField<number>({
	displayName: 'Risk Level',
	name: 'riskLevel',
	type: 'options',
	options: [
		{ name: 'High', value: 10 },
		{ name: 'Low', value: 30 },
		{ name: 'Medium', value: 20 },
	],
	default: 20,
	description: 'How high the risk is when the rule is not met',
});

const categoriesField = pickedField(
	{
		name: 'categoryIds',
		noun: 'Category',
		method: 'getCategories',
		dependsOn: ['options.workspaceId'],
	},
	'Check only documents of these categories',
);

const referencedField: INodeProperties = {
	displayName: 'Referenced Fields',
	name: 'referencedFields',
	type: 'json',
	default: '[]',
	description:
		'The fields and tables that the rule leans on, as DocFlow has them: a list with a category_id and its fields (field_id) or tables (table_id, fields) for each category',
};

/** What a rule may have besides. */
export const ruleOptionFields: INodeProperties[] = [categoriesField, referencedField];

/** The fields and tables that a rule leans on. @throws NodeOperationError for what names no category. */
function readReferences(context: IExecuteFunctions, item: number, within: string): IDataObject[] {
	const references = readObjects(context, item, referencedField, within);
	const wrong = references.findIndex(({ category_id }) => typeof category_id !== 'string');
	if (wrong === -1) return references as IDataObject[];
	throw fieldError(
		context,
		item,
		referencedField,
		`does not say the category_id of its member ${wrong + 1} as text`,
		'Category → Get Many gives it. Keep it text: as a number it loses its last digits.',
	);
}

/**
 * What the panel says of a rule, by the API's names (ReviewRuleProperties); what is not set is not sent. `within` holds name,
 * prompt and risk where they are in a collection, `options` the others. @throws NodeOperationError as the readers do.
 */
export function readRule(
	context: IExecuteFunctions,
	item: number,
	within: string | undefined,
	options: string,
): IDataObject {
	const references = readReferences(context, item, options);
	const rule = {
		name: readText(context, item, ruleNameField(), within) || undefined,
		prompt: readLongText(context, item, promptField(), within) || undefined,
		risk_level: readIfSet(readChoice<number>, context, item, riskField, within),
		category_ids: readIdsIfAny(context, item, categoriesField, options),
		referenced_fields: references.length > 0 ? references : undefined,
	};
	return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
}
