import type { IDataObject } from 'n8n-workflow';

import { statusWord } from '../../../files/types';
import { isRecord, listOf, recordOf, textOf } from '../../../json';
import { unreadable } from '../../../transport/unreadable';

/** States of a review and results of its rules as words (DocFlow API, ReviewTaskStatus). */
const REVIEW_STATUS: Readonly<Record<number, string>> = {
	0: 'pending',
	1: 'approved',
	2: 'review_failed',
	3: 'reviewing',
	4: 'rejected',
	5: 'recognizing',
	6: 'queued',
	7: 'recognition_failed',
};

/** The same for results of rules as the examples of DocFlow's Python client print them: another numbering. */
const RULE_RESULT: Readonly<Record<number, string>> = {
	0: 'approved',
	1: 'rejected',
	2: 'review_failed',
};

/** As words (DocFlow API, RiskLevel). */
const RISK_LEVEL: Readonly<Record<number, string>> = { 10: 'high', 20: 'medium', 30: 'low' };

/** What a person made of a rule's result (DocFlow API, `audit_result`). */
const AUDIT_RESULT: Readonly<Record<number, string>> = { 0: 'failed', 1: 'passed' };

const ENDED = new Set<unknown>([1, 2, 4, 7]);

/** How many rules ended in what; null where DocFlow does not say. */
export type Counts = Record<
	'pass_count' | 'failure_count' | 'error_count' | 'not_triggered_count',
	number | null
>;

/** The result of one rule. */
export interface RuleResult {
	group_id: unknown;
	group_name: unknown;
	rule_id: string;
	rule_task_id: unknown;
	rule_name: unknown;
	risk_level: string | null;
	prompt: unknown;
	result: string;
	reasoning: unknown;
	anchors: string;
	audit_result: string | null;
	audit_message: unknown;
}

/** A review as it stands. What is `unknown` comes out as DocFlow gave it. */
export interface Review {
	review_task_id: string;
	task_name: unknown;
	status: string;
	is_finished: boolean;
	repo_id: unknown;
	repo_name: unknown;
	model: unknown;
	extract_task_ids: unknown[];
	task_detail_url?: unknown;
	counts: Counts;
	rules: RuleResult[];
}

const countOf = (value: unknown): number | null => (Number.isInteger(value) ? Number(value) : null);

/** The word of a code that may be missing. */
const wordOf = (code: unknown, words: Readonly<Record<number, string>>): string | null =>
	(code ?? null) === null ? null : statusWord(code, words);

/** A place in a document as text: what stands there, in which field, on which page, of which file. */
function anchorText(anchor: unknown): string {
	if (!isRecord(anchor)) return textOf(anchor);
	const { text, field_name, file_category, page, file_id } = anchor;
	const where = [
		textOf(field_name) && `field ${textOf(field_name)}`,
		Number.isInteger(page) && `page ${Number(page)}`,
		textOf(file_category) && textOf(file_category),
		textOf(file_id) && `file ${textOf(file_id)}`,
	].filter(Boolean);
	return `${textOf(text)}${where.length > 0 ? ` (${where.join(', ')})` : ''}`;
}

/** The rules of all groups as DocFlow gave them. */
const rulesIn = (groups: unknown) =>
	listOf(groups).flatMap((group) => {
		const { review_tasks, ...own } = recordOf(group, 'group_name');
		return listOf(review_tasks).map((rule) => ({ ...own, ...recordOf(rule, 'rule_name') }));
	});

/**
 * The words for the results of rules. DocFlow's API documents the states of a review for them, the examples of its client
 * another numbering, in which 1 is a rule that is not met. The counts of a finished review tell which one this server has.
 */
function resultWords(codes: unknown[], { pass_count, failure_count }: Counts) {
	const has = (code: number, count: number | null) =>
		codes.filter((one) => one === code).length === count;
	const isDocumented = has(1, pass_count) && has(4, failure_count);
	return !isDocumented && has(0, pass_count) && has(1, failure_count) ? RULE_RESULT : REVIEW_STATUS;
}

/** The `result` of "Get Review Task Result" (DocFlow API). @throws Unreadable when it says nothing of the review's state. */
export function readReview(result: IDataObject, taskId: string): Review {
	const { status, rule_repo, statistics, groups, extract_task_ids } = result;
	if ((status ?? null) === null) throw unreadable('it does not say how the review stands');
	const isFinished = ENDED.has(status);
	const { repo_id = null, name: repo_name = null } = recordOf(rule_repo, 'repo_id');
	const stats = recordOf(statistics, 'pass_count');
	const counts: Counts = {
		pass_count: countOf(stats.pass_count),
		failure_count: countOf(stats.failure_count),
		error_count: countOf(stats.error_count),
		not_triggered_count: countOf(stats.not_triggered_count),
	};
	const rules: Array<Record<string, unknown>> = rulesIn(groups);
	const codes = rules.map(({ review_result = null }) => review_result);
	const words = isFinished ? resultWords(codes, counts) : REVIEW_STATUS;
	/** A rule that is for none of the documents ends without a result. */
	const resultOf = (code: unknown) =>
		isFinished && (code === null || (code === 0 && words === REVIEW_STATUS))
			? 'not_triggered'
			: statusWord(code, words);
	return {
		review_task_id: textOf(result.task_id) || taskId,
		task_name: result.task_name ?? null,
		status: statusWord(status, REVIEW_STATUS),
		is_finished: isFinished,
		repo_id,
		repo_name,
		model: result.model ?? null,
		extract_task_ids: listOf(extract_task_ids),
		...(result.task_detail_url !== undefined && { task_detail_url: result.task_detail_url }),
		counts,
		rules: rules.map((rule, at) => ({
			group_id: rule.group_id ?? null,
			group_name: rule.group_name ?? null,
			rule_id: textOf(rule.rule_id),
			rule_task_id: rule.rule_task_id ?? null,
			rule_name: rule.rule_name ?? null,
			risk_level: wordOf(rule.risk_level, RISK_LEVEL),
			prompt: rule.prompt ?? null,
			result: resultOf(codes[at]),
			reasoning: rule.reasoning ?? null,
			anchors: listOf(rule.anchors).map(anchorText).join('\n'),
			audit_result: wordOf(rule.audit_result, AUDIT_RESULT),
			audit_message: rule.audit_message ?? null,
		})),
	};
}
