import type { FastifyInstance } from 'fastify';

import type { Context } from '../../context';
import { found, Refusal } from '../../refusal';
import { REPLACED_MODELS } from '../../reviewSchema';
import type { Review, ReviewTask } from '../../service/review';
import { reviewRecord } from '../../service/reviewRecord';
import { isParent, type Stored } from '../../service/store';
import { addPost, workspaceOf } from '../post';
import { reviewOf } from './reviewOf';

const DEFAULT_MODEL = 'deepseek-v4-pro';
const ENDED = [1, 2, 4, 7];

interface Submission {
	workspace_id: string;
	repo_id: string;
	name: string;
	extract_task_ids?: string[];
	batch_number?: string;
	model?: string;
}
interface Body {
	workspace_id: string;
	task_id: string;
	task_ids: string[];
	rule_id: string;
	with_task_detail_url?: boolean;
}

/** The tasks of a file that can be asked for: its own, and those of its parts. */
const tasksOf = ({ taskId, children }: Stored): string[] => [
	taskId,
	...children.map((child) => child.taskId),
];

/**
 * The tasks that a review is of: those named and those of a batch, each once, children in place of their parents (vendor's
 * documentation, "Create Review Task"). @throws Refusal when one is not there, or when there is none.
 */
function extractTasks(files: Stored[], { extract_task_ids = [], batch_number }: Submission) {
	for (const id of extract_task_ids)
		found(
			files.find((file) => tasksOf(file).includes(id)),
			`task ${id}`,
		);
	const ofBatch = files.filter(({ batch }) => batch === batch_number).map(({ taskId }) => taskId);
	const whole = (id: string): string[] => {
		const parent = files.find((file) => file.taskId === id && isParent(file));
		return parent === undefined ? [id] : parent.children.map(({ taskId }) => taskId);
	};
	const tasks = [...new Set([...extract_task_ids, ...ofBatch].flatMap(whole))];
	if (tasks.length === 0) throw new Refusal('there is no file to review');
	return tasks;
}

const taskIn = (review: Review, id: unknown) => found(review.task(id), 'review task');

/** Adds `review/task`. */
export function addTasks(app: FastifyInstance, context: Context): void {
	const filesIn = (id: string) => context.files.filter(({ workspace }) => workspace === id);
	const recordOf = (workspace_id: string, task: ReviewTask) => {
		const { categories } = workspaceOf(context, workspace_id);
		return reviewRecord(task, {
			files: filesIn(workspace_id),
			now: context.now(),
			stepMs: context.stepMs,
			categoryId: (name) => categories.find((one) => one.name === name)?.id ?? '',
		});
	};
	/** A review that may be done again. @throws Refusal for one that has not ended. */
	const ended = ({ workspace_id, task_id }: Body): ReviewTask => {
		const task = taskIn(reviewOf(context, workspace_id), task_id);
		if (ENDED.includes(recordOf(workspace_id, task).status)) return task;
		throw new Refusal('the review is not finished');
	};

	addPost<Submission>(app, '/review/task/submit', (body) => {
		const { workspace_id, repo_id, name, model = DEFAULT_MODEL } = body;
		const review = reviewOf(context, workspace_id);
		const repo = found(review.repo(repo_id), 'review rule repository');
		const extractTaskIds = extractTasks(filesIn(workspace_id), body);
		const used = REPLACED_MODELS[model] ?? model;
		const task = review.addTask({ name, repo, model: used, extractTaskIds }, context.now());
		return { task_id: task.id, model: used };
	});
	addPost<Body>(app, '/review/task/result', (body, request) => {
		const task = taskIn(reviewOf(context, body.workspace_id), body.task_id);
		const url = `http://${request.host}/__sandbox/tasks/${task.id}`;
		return {
			...recordOf(body.workspace_id, task),
			...(body.with_task_detail_url === true && { task_detail_url: url }),
		};
	});
	addPost<Body>(app, '/review/task/retry', (body) => {
		const task = ended(body);
		task.started = context.now();
		task.restarted.clear();
	});
	addPost<Body>(app, '/review/task/rule/retry', (body) => {
		const task = ended(body);
		const rules = task.repo.groups.flatMap((group) => group.rules);
		found(
			rules.find(({ rule_id }) => rule_id === body.rule_id),
			'rule of this review',
		);
		task.restarted.set(body.rule_id, context.now());
	});
	addPost<Body>(app, '/review/task/delete', ({ workspace_id, task_ids }) => {
		const review = reviewOf(context, workspace_id);
		const doomed = task_ids.map((id) => taskIn(review, id));
		review.tasks = review.tasks.filter((task) => !doomed.includes(task));
	});
}
