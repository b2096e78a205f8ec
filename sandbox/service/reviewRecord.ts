import { APPROVED, FAILED, judge, REJECTED, type Verdict } from './judge';
import type { ReviewTask, Rule } from './review';
import { isEnd, statusOf, type Stored } from './store';

/** What a record of a review is made with. */
interface Made {
	/** All files of the workspace. */
	files: Stored[];
	now: number;
	stepMs: number;
	categoryId: (name: string) => string;
}

/** States before the end, one each step: pending, in queue, reviewing; recognizing for as long as a file is not ready. */
const STEPS = [0, 6, 3];
const [RECOGNIZING, REVIEWING, UNRECOGNIZED] = [5, 3, 7];

const filesOf = ({ extractTaskIds }: ReviewTask, files: Stored[]): Stored[] =>
	files.filter(
		({ taskId, children }) =>
			extractTaskIds.includes(taskId) ||
			children.some((child) => extractTaskIds.includes(child.taskId)),
	);

/** Whether a run that began then is over. */
const isOver = (started: number, { now, stepMs }: Made): boolean =>
	now - started >= STEPS.length * stepMs;

/** The state of a review before its verdicts count; nothing once they do. */
function stateBefore(task: ReviewTask, own: Stored[], made: Made): number | undefined {
	const { now, stepMs } = made;
	const statuses = own.map((file) => statusOf(file, now, stepMs));
	if (!statuses.every(isEnd)) return RECOGNIZING;
	if (statuses.every((status) => status === 2)) return UNRECOGNIZED;
	if (!isOver(task.started, made)) return STEPS[Math.floor((now - task.started) / stepMs)];
	return [...task.restarted.values()].every((started) => isOver(started, made))
		? undefined
		: REVIEWING;
}

/** The places in the text of a verdict and in the files that it leans on. */
const anchorsOf = ({ evidence, reasoning }: Verdict) =>
	evidence.map(({ file, field, value }) => {
		const start = Math.max(0, reasoning.indexOf(value));
		return {
			start_pos: start,
			end_pos: start + value.length,
			text: value,
			vertices: [100, 100, 500, 100, 500, 120, 100, 120],
			file_id: file.id,
			extract_task_id: file.taskId,
			page: 0,
			source: 'extract_field',
			file_category: file.category,
			field_name: field,
		};
	});

/** The state and the verdicts of a review, in the shape of the API's "Get Review Task Result". */
export function reviewRecord(task: ReviewTask, made: Made) {
	const own = filesOf(task, made.files);
	const before = stateBefore(task, own, made);
	const isDone = (rule: Rule) => {
		const started = task.restarted.get(rule.rule_id);
		return (
			(before === undefined || before === REVIEWING) &&
			(started === undefined ? isOver(task.started, made) : isOver(started, made))
		);
	};
	const judged = task.repo.groups.map((group) => ({
		group,
		rules: group.rules.map((rule) => ({
			rule,
			verdict: isDone(rule) ? judge(rule, own, made.categoryId) : undefined,
		})),
	}));
	const results = judged.flatMap(({ rules }) => rules.flatMap(({ verdict }) => verdict ?? []));
	const count = (code?: number) => results.filter(({ result }) => result === code).length;
	const end = count(FAILED) > 0 ? FAILED : count(REJECTED) > 0 ? REJECTED : APPROVED;
	return {
		task_id: task.id,
		task_name: task.name,
		status: before ?? end,
		rule_repo: { repo_id: task.repo.repo_id, name: task.repo.name },
		extract_task_ids: task.extractTaskIds,
		statistics: {
			pass_count: count(APPROVED),
			failure_count: count(REJECTED),
			error_count: count(FAILED),
			not_triggered_count: count(undefined),
		},
		groups: judged.map(({ group, rules }) => ({
			group_id: group.group_id,
			group_name: group.name,
			review_tasks: rules.map(({ rule, verdict }) => ({
				// The id of a rule's own part of the review; the rule tells it apart within one.
				rule_task_id: rule.rule_id,
				rule_id: rule.rule_id,
				rule_name: rule.name,
				risk_level: rule.risk_level,
				prompt: rule.prompt,
				...(verdict === undefined
					? { review_result: 3 }
					: verdict.result !== undefined && { review_result: verdict.result }),
				reasoning: verdict?.reasoning ?? '',
				anchors: verdict === undefined ? [] : anchorsOf(verdict),
			})),
		})),
		model: task.model,
	};
}
