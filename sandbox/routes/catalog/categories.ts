import type { FastifyInstance } from 'fastify';

import { type Context, PREFIX } from '../../context';
import { CODE, success } from '../../envelope';
import { found, Refusal } from '../../refusal';
import {
	type Category,
	categoryInfo,
	type FieldConfig,
	type KeywordRules,
	newCategory,
	newField,
	newTable,
	sampleInfo,
	type TableConfig,
	type Workspace,
} from '../../service/catalog';
import { snowflake } from '../../service/ids';
import { checkRules } from '../../service/keywordRules';
import { pageOf } from '../pageOf';
import { addForm, addPost, categoryOf, workspaceOf } from '../post';

interface Place {
	workspace_id: string;
	category_id: string;
	with_detail?: boolean;
}

interface Creation extends Place {
	name: string;
	extract_model: string;
	description?: string;
	category_prompt?: string;
	category_keyword_rules?: KeywordRules;
	fields: FieldConfig[];
	tables?: TableConfig[];
}

type Update = Place &
	Partial<Pick<Category, 'name' | 'category_prompt' | 'enabled' | 'extract_model'>> & {
		category_keyword_rules?: KeywordRules | null;
	};

/** What the API gives of a category with its fields, tables and samples. */
function detailOf(category: Category) {
	const { id, ...info } = categoryInfo(category);
	const { fields, tables, samples } = category;
	return { category_id: id, ...info, fields, tables, samples: samples.map(sampleInfo) };
}

function checkName({ categories }: Workspace, name: string, own?: Category): void {
	if (categories.some((one) => one !== own && one.name === name))
		throw new Refusal(`there is a file category of the name ${name} already`);
}

/** Adds `category/list`, `create`, `update` and `delete`. */
export function addCategories(app: FastifyInstance, context: Context): void {
	const { call, now } = context;

	app.get(`${PREFIX}/category/list`, (request) => {
		const { query } = call(request).seen;
		const { workspace_id, enabled = '1' } = query;
		const shown = workspaceOf(context, workspace_id).categories.filter(
			(one) => enabled === 'all' || String(one.enabled) === enabled,
		);
		const rules = { enabled: /^(all|[012])$/ };
		return success(pageOf(context, query, 'categories', shown.map(categoryInfo), rules));
	});

	addForm(
		app,
		context,
		'/category/create',
		{ name: 'sample_files', most: 20 },
		(body: Creation, samples) => {
			const { workspace_id, fields, tables = [], extract_model, with_detail, ...info } = body;
			const workspace = workspaceOf(context, workspace_id);
			checkName(workspace, info.name);
			checkRules(workspace, info.category_keyword_rules);
			const category = newCategory({
				...info,
				id: snowflake(now()),
				extract_model,
				fields: fields.map((field) => newField({ ...field, extract_model }, now())),
				tables: tables.map((table) => newTable(table, extract_model, now())),
				samples,
			});
			workspace.categories.push(category);
			const { category_id, ...detail } = detailOf(category);
			return with_detail ? { category_id, ...detail } : { category_id };
		},
	);

	// A model goes down to all fields and tables. Of name, prompt and status the API does not say that they stay when left out;
	// the name must, as there is no category without one.
	addPost(app, '/category/update', (body: Update) => {
		const { workspace_id, category_id, with_detail, category_keyword_rules, ...changes } = body;
		const workspace = workspaceOf(context, workspace_id);
		const category = categoryOf(workspace, category_id);
		if (changes.name !== undefined) checkName(workspace, changes.name, category);
		if (category_keyword_rules) {
			checkRules(workspace, category_keyword_rules, category);
			category.category_keyword_rules = category_keyword_rules;
		}
		Object.assign(category, { category_prompt: '', ...changes });
		const { extract_model } = changes;
		if (extract_model !== undefined)
			for (const one of [
				...category.fields,
				...category.tables.flatMap((table) => [table, ...table.fields]),
			])
				one.extract_model = extract_model;
		return with_detail ? categoryInfo(category) : undefined;
	});

	addPost(app, '/category/delete', (body: Place & { category_ids: string[] }) => {
		const { categories } = workspaceOf(context, body.workspace_id);
		const doomed = body.category_ids.map((id) =>
			found(
				categories.find((one) => one.id === id),
				`file category ${id}`,
				CODE.invalid,
			),
		);
		for (const one of new Set(doomed)) categories.splice(categories.indexOf(one), 1);
		return undefined;
	});
}
