import type { IDataObject } from 'n8n-workflow';

import type { Review, RuleResult } from './review';

export type ReviewOutput = 'rules' | 'summary' | 'raw';

/** In what form the results of a review come out. */
export interface ReviewOptions {
	output: ReviewOutput;
	/** Whether rows say more than what a sheet needs. */
	details: boolean;
}

/** A review as one item. */
export const summary = ({
	counts,
	repo_name: _name,
	extract_task_ids: _ids,
	rules: _rules,
	...review
}: Review) => ({
	...review,
	...counts,
});

/**
 * The key of a rule's row: text, unique within the reviews of a sheet, and the same whenever the result is read. A rule that
 * comes twice in a review has the second time a number behind it.
 */
function rowKeys({ review_task_id, rules }: Review): string[] {
	const seen = new Map<string, number>();
	return rules.map(({ rule_id }) => {
		const time = (seen.get(rule_id) ?? 0) + 1;
		seen.set(rule_id, time);
		return `R${review_task_id}-${rule_id}${time > 1 ? `-${time}` : ''}`;
	});
}

/** What a row says of its rule; nothing where there is none. */
function ruleColumns(rule: Partial<RuleResult>, details: boolean) {
	const {
		group_name = null,
		rule_id = null,
		rule_name = null,
		risk_level = null,
		result = null,
		reasoning = null,
		anchors = null,
		...more
	} = rule;
	const {
		group_id = null,
		rule_task_id = null,
		prompt = null,
		audit_result = null,
		audit_message = null,
	} = more;
	return {
		group_name,
		rule_id,
		rule_name,
		risk_level,
		result,
		reasoning,
		anchors,
		...(details && { prompt, audit_result, audit_message, group_id, rule_task_id }),
	};
}

/** One flat item for each rule; a review without any gives one item all the same, so that none vanishes. */
export function ruleRows(review: Review, details: boolean): IDataObject[] {
	const {
		review_task_id,
		status: task_status,
		task_name,
		model,
		repo_id,
		repo_name,
		counts,
	} = review;
	const keys = review.rules.length > 0 ? rowKeys(review) : [`R${review_task_id}`];
	const { task_detail_url } = review;
	return keys.map((row_key, at) => ({
		row_key,
		review_task_id,
		task_status,
		...ruleColumns(review.rules[at] ?? {}, details),
		...(details && { task_name, model, repo_id, repo_name, ...counts }),
		...(task_detail_url !== undefined && { task_detail_url }),
	})) as IDataObject[];
}
