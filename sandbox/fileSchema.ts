import { id, list, object, oneOf, type Schema, text, words } from './schema';

const model = oneOf('Auto', 'Acgpt', 'Acgpt-VL', 'DF-M1');
const page: Schema = { type: 'integer', minimum: 0 };

const keyValue = object(
	{ key: words(), value: text() },
	{
		translated_key: text(),
		translated_value: text(),
		position: list(object({ page }, { vertices: list({ type: 'number' }, 0) }), 0),
	},
);

const task = { workspace_id: id, task_id: id };
const wanted = object({ key: words() }, { prompt: text(), extract_model: model });

/** The bodies of what works on a file that was read, by their path (DocFlow API, "File"). */
export const FILE_BODIES = {
	'/file/update': list(
		object({
			workspace_id: id,
			file_id: id,
			data: object({}, { fields: list(keyValue, 0), items: list(list(keyValue, 0), 0) }),
		}),
	),
	'/file/amend_category': object(task, {
		category: words(),
		split_tasks: list(object({ category: words(), pages: list(page) })),
		crop_tasks: list(object({ crop_child_task_id: id, category: words() })),
	}),
	'/file/extract_fields': object(task, {
		fields: list(wanted, 0),
		tables: list(object({ name: words() }, { extract_model: model, fields: list(wanted, 0) }), 0),
	}),
	'/file/translate': object({ task_id: id, target_language: text() }, { source_language: text() }),
} as const;
