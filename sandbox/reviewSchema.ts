import { flag, id, ids, list, object, oneOf, type Schema, text, words } from './schema';

/** Old models are still asked for, and replaced (DocFlow API, "Submit Review Task"). */
export const REPLACED_MODELS: Record<string, string> = {
	'deepseek-r1': 'deepseek-v4-pro',
	'qwq-32b': 'qwen3.6-plus',
	'qwen3-max': 'qwen3.7-max',
};

const workspace = { workspace_id: id };
const name = words(30);

/** The API's `integer` of an id, a long one as `parseJson` keeps it; the vendor's own client sends text as well. */
const repoId: Schema = {
	anyOf: [
		{ type: 'string', pattern: '^\\d{1,20}n?$' },
		{ type: 'integer', minimum: 1 },
	],
};

const field = object({ field_id: id }, { field_name: text() });
const referenced = object(
	{ category_id: id },
	{
		category_name: text(),
		fields: list(field, 0),
		tables: list(object({ table_id: id }, { table_name: text(), fields: list(field, 0) }), 0),
	},
);

const rule = {
	group_id: id,
	name: words(),
	prompt: text(),
	category_ids: list(id, 0),
	risk_level: oneOf(10, 20, 30),
	referenced_fields: list(referenced, 0),
};

const task = { ...workspace, task_id: id };

/** The bodies below `/review/` by their path (DocFlow API, "Intelligent Review"). */
export const REVIEW_BODIES = {
	'/review/rule_repo/create': object({ ...workspace, name }),
	'/review/rule_repo/update': object({ ...workspace, repo_id: repoId }, { name }),
	'/review/rule_repo/delete': object({ ...workspace, repo_ids: list(repoId) }),
	'/review/rule_group/create': object({ ...workspace, repo_id: repoId, name }),
	'/review/rule_group/update': object({ ...workspace, group_id: id }, { name }),
	'/review/rule_group/delete': object({ ...workspace, group_id: id }),
	'/review/rule/create': object({ ...workspace, repo_id: repoId }, rule),
	'/review/rule/update': object({ ...workspace, rule_id: id }, rule),
	'/review/rule/delete': object({ ...workspace, rule_id: id }),
	'/review/task/submit': object(
		{ ...workspace, name: words(100), repo_id: id },
		{
			extract_task_ids: list(id, 0),
			batch_number: words(),
			model: words(),
		},
	),
	'/review/task/delete': object({ ...workspace, task_ids: ids }),
	// Vendor's client may send the model, which the API's documentation does not name here.
	'/review/task/result': object(task, { with_task_detail_url: flag, model: text() }),
	'/review/task/retry': object(task),
	'/review/task/rule/retry': object({ ...task, rule_id: id }),
} as const;
