import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readIfSet } from '../../parameters/field';
import { readObject } from '../../parameters/json';
import { checkMembers } from '../../parameters/members';

export const keywordRulesField: INodeProperties = {
	displayName: 'Keyword Rules (JSON)',
	name: 'keywordRules',
	type: 'json',
	default:
		'{\n  "positive_rules": [{ "group_name": "Invoice", "min_hit": 1, "words": ["invoice"] }],\n  "negative_rules": []\n}',
	description:
		'Words that make a document one of this category (positive_rules, up to 10 groups) or keep it out (negative_rules, one group). An empty list removes the rules of its side.',
};

/** The sides of the rules that are given; undefined where none is. @throws NodeOperationError. */
export function readKeywordRules(
	context: IExecuteFunctions,
	item: number,
	within: string,
): IDataObject | undefined {
	const rules = readIfSet(readObject, context, item, keywordRulesField, within);
	if (rules === undefined) return undefined;
	checkMembers(context, item, keywordRulesField, [rules], {
		positive_rules: 'a list of objects',
		negative_rules: 'a list of objects',
	});
	return rules as IDataObject;
}
