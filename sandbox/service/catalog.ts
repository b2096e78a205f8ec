import { snowflake } from './ids';

/** A field of a category or of one of its tables, as the API lists it. */
export interface Field {
	id: string;
	name: string;
	description: string;
	prompt: string;
	use_prompt: boolean;
	alias: string[];
	identity: string;
	multi_value: boolean;
	duplicate_value_distinct: boolean;
	transform_settings?: object;
	extract_model: string;
	enabled: number;
}

/** What a request may say of a field. */
export type FieldConfig = { name: string } & Partial<Omit<Field, 'id' | 'enabled'>>;

/** A table of a category. */
export interface Table {
	id: string;
	name: string;
	description: string;
	prompt: string;
	collect_from_multi_table: boolean;
	extract_model: string;
	fields: Field[];
}

/** What a request may say of a table. */
export interface TableConfig {
	name: string;
	prompt?: string;
	collect_from_multi_table?: boolean;
	extract_model?: string;
	fields?: FieldConfig[];
}

/** A sample document, with its bytes. */
export interface Sample {
	id: string;
	name: string;
	bytes: Buffer;
}

/** Groups of words by which a category is told. */
export interface KeywordRules {
	positive_rules: RuleGroup[];
	negative_rules: RuleGroup[];
}

interface RuleGroup {
	group_name: string;
	min_hit: number;
	words: string[];
}

/** A kind of document. */
export interface Category {
	id: string;
	name: string;
	description: string;
	category_prompt: string;
	category_keyword_rules: KeywordRules;
	extract_model: string;
	/** 0 disabled, 1 enabled, 2 draft. */
	enabled: number;
	fields: Field[];
	tables: Table[];
	samples: Sample[];
}

/** A workspace with its categories. */
export interface Workspace {
	workspace_id: string;
	name: string;
	description: string;
	auth_scope: number;
	manage_account_id: string;
	manage_account_name: string;
	callback_url: string;
	callback_retry_time: number;
	categories: Category[];
}

/** The names of the categories that the stand-in's first workspace has from the start. */
export const CATEGORY_NAMES = ['invoice', 'receipt', 'contract', 'other'];

/** A new workspace without categories. */
export const newWorkspace = (
	workspace: Pick<Workspace, 'workspace_id' | 'name'> & Partial<Workspace>,
): Workspace => ({
	description: '',
	auth_scope: 0,
	manage_account_id: 'sandbox-admin',
	manage_account_name: 'Sandbox',
	callback_url: '',
	callback_retry_time: 0,
	categories: [],
	...workspace,
});

/** A new field, what is not said of it left empty. */
export const newField = (
	{ extract_model = 'Auto', ...config }: FieldConfig,
	now: number,
): Field => ({
	id: snowflake(now),
	description: '',
	prompt: '',
	use_prompt: false,
	alias: [],
	identity: '',
	multi_value: false,
	duplicate_value_distinct: false,
	enabled: 1,
	extract_model,
	...config,
});

/** A new table; its fields have its model. */
export function newTable(config: TableConfig, model: string, now: number): Table {
	const { fields = [], extract_model = model, ...table } = config;
	return {
		id: snowflake(now),
		description: '',
		prompt: '',
		collect_from_multi_table: false,
		extract_model,
		...table,
		fields: fields.map((field) => newField({ ...field, extract_model }, now)),
	};
}

/** A new category. */
export const newCategory = (category: Pick<Category, 'id' | 'name'> & Partial<Category>) => ({
	description: '',
	category_prompt: '',
	category_keyword_rules: { positive_rules: [], negative_rules: [] },
	extract_model: 'Auto',
	enabled: 1,
	fields: [],
	tables: [],
	samples: [],
	...category,
});

/** The workspaces that are there from the start: one, with some categories that have an invoice's fields and a sample. */
export function firstWorkspaces(workspace_id: string, now: number): Workspace[] {
	const field = (name: string) =>
		newField({ name, identity: name.toLowerCase().replace(/\s+/g, '_') }, now);
	const categories = CATEGORY_NAMES.map((name, at) =>
		newCategory({
			id: `19558405403880000${at}0`,
			name,
			description: `A category of the stand-in: ${name}`,
			fields: ['Invoice Number', 'Invoice Date', 'Total Due'].map(field),
			tables: [newTable({ name: 'table1', fields: [{ name: 'Description' }] }, 'Auto', now)],
			samples: [
				{
					id: `19558405403890000${at}0`,
					name: `${name}.txt`,
					bytes: Buffer.from('Invoice Number: 1'),
				},
			],
		}),
	);
	const description = 'The workspace that the stand-in has from the start';
	return [newWorkspace({ workspace_id, name: 'Sandbox', description, categories })];
}

/** What the API says of a category without its fields; `mixed` where its fields and tables have several models. */
export function categoryInfo({ fields, tables, samples: _samples, ...category }: Category) {
	const models = new Set([...fields, ...tables].map(({ extract_model }) => extract_model));
	const [only = category.extract_model] = models;
	return { ...category, extract_model: models.size > 1 ? 'mixed' : only };
}

/** A sample as the API lists it. */
export const sampleInfo = ({ id, name }: Sample) => ({ sample_id: id, file_name: name });

/** Whether a workspace has a category, by its exact name. */
export const hasCategory = (workspace: Workspace | undefined, name: string): boolean =>
	workspace?.categories.some((one) => one.name === name && one.enabled === 1) === true;
