import type { FastifyInstance } from 'fastify';

import type { Context } from '../context';
import { CODE } from '../envelope';
import { found, Refusal } from '../refusal';
import { hasCategory } from '../service/catalog';
import { snowflake } from '../service/ids';
import { record, wishesOf } from '../service/record';
import { isEnd, isParent, statusOf, type Stored } from '../service/store';
import { addPost, workspaceOf } from './post';

interface Task {
	workspace_id: string;
	task_id: string;
}

interface KeyValue {
	key: string;
	value: string;
}

interface Update {
	workspace_id: string;
	file_id: string;
	data: { fields?: KeyValue[]; items?: KeyValue[][] };
}

interface Amendment extends Task {
	category?: string;
	split_tasks?: Array<{ category: string; pages: number[] }>;
	crop_tasks?: Array<{ crop_child_task_id: string; category: string }>;
}

interface Extraction extends Task {
	fields?: Array<{ key: string }>;
	tables?: Array<{ name: string; fields?: Array<{ key: string }> }>;
}

const LANGUAGE = /^(zh-CN|zh-TW|ja|ko|en|fr|pt|de|it|es|ru|th|vi|ms|id|hi|bn|ar|pl)$/;

/** Codes of `file/translate` (DocFlow API, "Translate file extraction results"). */
const [FAILED, UNFINISHED, SAME, NO_TARGET] = [1005025065, 1005025066, 1005025068, 1005025069];

/** Lines that speak to the stand-in are no fields that a person sees. */
const isControl = ([key]: [string, string]) => key === 'sandbox';

/** Replaces all fields, and the rows of the first table, which the API's `items` is; what is left out is deleted. */
function replace(file: Stored, { fields = [], items = [] }: Update['data']): void {
	const { content } = file;
	const kept = content.fields.filter(isControl);
	const columns = [...new Set(items.flatMap((row) => row.map(({ key }) => key)))];
	const rows = items.map((row) =>
		columns.map((column) => row.find(({ key }) => key === column)?.value ?? ''),
	);
	const [first, ...others] = content.tables;
	const table = items.length > 0 ? [{ ...first, columns, rows }] : [];
	// Seeded files share their content.
	file.content = {
		...content,
		fields: [...kept, ...fields.map(({ key, value }): [string, string] => [key, value])],
		tables: [...table, ...others],
	};
}

/** Finds a field anew: what stands behind its name and a colon, or nothing. */
function extractField({ content }: Stored, key: string): void {
	const line = content.text
		.split('\n')
		.find((one) => one.toLowerCase().startsWith(`${key.toLowerCase()}:`));
	const value = line?.slice(key.length + 1).trim() ?? '';
	const known = content.fields.find(([name]) => name === key);
	if (known === undefined) content.fields.push([key, value]);
	else if (value !== '') known[1] = value;
}

/** Adds `file/update`, `amend_category`, `extract_fields` and `translate`. */
export function addProcess(app: FastifyInstance, context: Context): void {
	const { files, now, stepMs, probe } = context;
	const taskOf = ({ workspace_id, task_id }: Task): Stored => {
		workspaceOf(context, workspace_id);
		return found(
			files.find((one) => one.taskId === task_id && one.workspace === workspace_id),
			'task',
		);
	};
	const statusNow = (file: Stored) => statusOf(file, now(), stepMs);
	const checkFinished = (file: Stored) => {
		if (!isEnd(statusNow(file))) throw new Refusal('the task is not finished');
	};
	const touch = (file: Stored) => (file.touched = now());

	addPost(app, '/file/update', (updates: Update[]) => {
		// All are looked up before the first is changed: all or nothing.
		const changed = updates.map(({ workspace_id, file_id, data }) => {
			workspaceOf(context, workspace_id);
			const file = files.find((one) => one.id === file_id && one.workspace === workspace_id);
			return { file: found(file, `file ${file_id}`), data };
		});
		for (const { file } of changed) checkFinished(file);
		for (const { file, data } of changed) {
			replace(file, data);
			touch(file);
		}
		return { files: updates.map(({ workspace_id, file_id }) => ({ workspace_id, id: file_id })) };
	});

	addPost(app, '/file/amend_category', (body: Amendment) => {
		const { category, split_tasks, crop_tasks, workspace_id } = body;
		const file = taskOf(body);
		checkFinished(file);
		const isSplit = file.query.split_flag === 'true';
		const fits = isParent(file) ? (isSplit ? split_tasks : crop_tasks) : category;
		const given = [category, split_tasks, crop_tasks].filter((one) => one !== undefined);
		if (fits === undefined || given.length !== 1)
			throw new Refusal('only what fits the type of the task can be amended');
		const named = [category, ...(split_tasks ?? crop_tasks ?? []).map((one) => one.category)];
		const workspace = workspaceOf(context, workspace_id);
		for (const name of named)
			if (!probe && name !== undefined && !hasCategory(workspace, name))
				throw new Refusal(`file category ${name} does not exist`);
		if (category !== undefined) file.category = category;
		if (split_tasks !== undefined)
			file.children = split_tasks.map((one) => ({
				id: snowflake(now()),
				taskId: snowflake(now()),
				...one,
			}));
		for (const one of crop_tasks ?? [])
			found(
				file.children.find(({ taskId }) => taskId === one.crop_child_task_id),
				`crop_child_task_id ${one.crop_child_task_id}`,
				CODE.invalid,
			).category = one.category;
		touch(file);
		return undefined;
	});

	addPost(app, '/file/extract_fields', (body: Extraction) => {
		const { fields = [], tables = [] } = body;
		const file = taskOf(body);
		checkFinished(file);
		if (fields.length + tables.length === 0) throw new Refusal('fields or tables must be given');
		file.content = structuredClone(file.content);
		for (const { key } of fields) extractField(file, key);
		for (const { name, fields: columns = [] } of tables)
			if (!file.content.tables.some((one, at) => (one.name ?? `table${at + 1}`) === name))
				file.content.tables.push({ name, columns: columns.map(({ key }) => key), rows: [] });
		touch(file);
		const shown = record(file, now(), stepMs, wishesOf({}, ''));
		return { total: 1, page: 1, page_size: 1000, files: [shown] };
	});

	addPost(
		app,
		'/file/translate',
		(body: { task_id: string; source_language?: string; target_language: string }) => {
			const { task_id, source_language = '', target_language } = body;
			const file = found(
				files.find(({ taskId }) => taskId === task_id),
				'task',
			);
			if (!LANGUAGE.test(target_language)) throw new Refusal('no target language', NO_TARGET);
			if (source_language === target_language) throw new Refusal('same languages', SAME);
			if (source_language !== '' && !LANGUAGE.test(source_language))
				throw new Refusal('source_language is invalid');
			const status = statusNow(file);
			if (!isEnd(status)) throw new Refusal('the task is not finished', UNFINISHED);
			if (status === 2) throw new Refusal('recognition of the task failed', FAILED);
			file.translated = target_language;
			touch(file);
			const { content } = file;
			const said = (key: string, value: string, index = 0) => ({
				key,
				translated_key: `${key} (translated)`,
				index,
				value: `${value} (translated)`,
			});
			return {
				fields: content.fields
					.filter((one) => !isControl(one))
					.map(([key, value]) => said(key, value)),
				tables: content.tables.map(({ name, columns, rows }, at) => ({
					table_name: name ?? `table${at + 1}`,
					translated_table_name: `${name ?? `table${at + 1}`} (translated)`,
					items: rows.map((row) => row.map((value, column) => said(columns[column], value))),
				})),
				stamps: [],
				handwritings: [],
			};
		},
	);
}
