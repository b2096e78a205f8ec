/** A JSON schema, as far as the stand-in needs one. */
export type Schema = Record<string, unknown>;
type Schemas = Record<string, Schema>;

/** An object that has no other members than these. */
export const object = (required: Schemas, optional: Schemas = {}): Schema => ({
	type: 'object',
	additionalProperties: false,
	required: Object.keys(required),
	properties: { ...required, ...optional },
});

export const text = (maxLength?: number): Schema => ({
	type: 'string',
	...(maxLength !== undefined && { maxLength }),
});

/** A text that says something. */
export const words = (maxLength?: number): Schema => ({ ...text(maxLength), pattern: '\\S' });

export const flag: Schema = { type: 'boolean' };

/** An id: never a number, which would have lost its last digits. */
export const id: Schema = { type: 'string', pattern: '^\\d{1,20}$' };

export const oneOf = (...values: string[] | number[]): Schema => ({
	type: typeof values[0],
	enum: values,
});

export const list = (items: Schema, minItems = 1, maxItems = 1000): Schema => ({
	type: 'array',
	items,
	minItems,
	maxItems,
});

export const ids = list(id);

const whole = (minimum: number, maximum: number): Schema => ({ type: 'integer', minimum, maximum });

/** The names before them are still taken, by the vendor's Python client. */
const OLD_MODELS = ['Model 1', 'Model 2', 'Model 3'];
const model = oneOf('Auto', 'Acgpt', 'Acgpt-VL', 'DF-M1', ...OLD_MODELS);

/** `type` names the settings that must be there. */
const transformSettings: Schema = {
	...object(
		{ type: oneOf('datetime', 'enumerate', 'regex') },
		{
			datetime_settings: object({ format: words() }),
			enumerate_settings: object({ items: list(text()) }),
			regex_settings: object({ match: words(), replace: text() }),
			mismatch_action: object({ mode: oneOf('default', 'warning') }, { default_value: text() }),
		},
	),
	allOf: ['datetime', 'enumerate', 'regex'].map((type) => ({
		if: { type: 'object', properties: { type: { const: type } } },
		then: { type: 'object', required: [`${type}_settings`] },
	})),
};

const fieldMembers: Schemas = {
	description: text(),
	prompt: text(),
	use_prompt: flag,
	alias: list(text(), 0),
	identity: text(),
	multi_value: flag,
	duplicate_value_distinct: flag,
	transform_settings: transformSettings,
};

const tableMembers: Schemas = {
	prompt: text(200),
	collect_from_multi_table: flag,
	extract_model: model,
};

const field = object({ name: words() }, fieldMembers);
const table = object({ name: words(50) }, { ...tableMembers, fields: list(field, 0) });

const ruleGroup = object({
	group_name: words(50),
	min_hit: whole(1, 20),
	words: { ...list(words(50), 1, 20), uniqueItems: true },
});

const keywordRules = object({
	positive_rules: { ...list(ruleGroup, 0, 10), uniqueItems: true },
	negative_rules: list(ruleGroup, 0, 1),
});

const workspace = { workspace_id: id };
const category = { ...workspace, category_id: id };
const detail = { with_detail: flag };
const scope = oneOf(0, 1);

/** The bodies of the catalog by their path (DocFlow API, "Workspace Management", "File Category"). */
export const BODIES = {
	// The enterprise is no longer required (vendor's changelog of April 2026), as little as for the list.
	'/workspace/create': object(
		{ name: words(50), auth_scope: scope },
		{ description: text(200), enterprise_id: { anyOf: [whole(0, Number.MAX_SAFE_INTEGER), id] } },
	),
	'/workspace/update': object(
		{ ...workspace, name: words(50), auth_scope: scope },
		{ description: text(500), callback_url: text(), callback_retry_time: whole(1, 3) },
	),
	'/workspace/delete': object({ workspace_ids: ids }),
	'/category/create': object(
		{ ...workspace, name: words(50), extract_model: model, fields: list(field) },
		{
			category_prompt: text(150),
			category_keyword_rules: keywordRules,
			description: text(),
			tables: list(table, 0),
			...detail,
		},
	),
	'/category/update': object(category, {
		name: words(50),
		category_prompt: text(150),
		category_keyword_rules: { anyOf: [keywordRules, { type: 'null' }] },
		enabled: oneOf(0, 1, 2),
		extract_model: model,
		...detail,
	}),
	'/category/delete': object({ ...workspace, category_ids: ids }),
	'/category/fields/batch_add': object(
		{ ...category, fields: list(field) },
		{ table_id: text(), ...detail },
	),
	'/category/fields/batch_update': object(
		{
			...category,
			fields: list(
				object({ field_id: id }, { name: words(), ...fieldMembers, extract_model: model }),
			),
		},
		detail,
	),
	'/category/fields/delete': object({ ...category, field_ids: ids }, { table_id: text() }),
	'/category/fields/add': object(
		{ ...category, name: words() },
		{ table_id: text(), ...fieldMembers, extract_model: model, ...detail },
	),
	'/category/fields/update': object(
		{ ...category, field_id: id },
		{ table_id: text(), name: words(), ...fieldMembers, extract_model: model, ...detail },
	),
	'/category/tables/batch_add': object({ ...category, tables: list(table) }, detail),
	'/category/tables/batch_update': object(
		{ ...category, tables: list(object({ table_id: id }, { name: words(50), ...tableMembers })) },
		detail,
	),
	'/category/tables/delete': object({ ...category, table_ids: ids }),
	'/category/tables/add': object({ ...category, name: words(50) }, { ...tableMembers, ...detail }),
	'/category/tables/update': object(
		{ ...category, table_id: id, collect_from_multi_table: flag },
		{ name: words(50), prompt: text(200), extract_model: model, ...detail },
	),
	'/category/sample/batch_upload': object(category, detail),
	'/category/sample/upload': object(category, detail),
	'/category/sample/batch_download': object(category, { sample_ids: list(id, 0) }),
	'/category/sample/delete': object({ ...category, sample_ids: ids }),
} as const;
