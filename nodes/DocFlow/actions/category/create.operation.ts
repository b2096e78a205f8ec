import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { recordsOf } from '../../catalog/records';
import { extractModelField } from '../../parameters/category';
import { readIfSet } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { readWorkspace } from '../../parameters/ids';
import { readObjects } from '../../parameters/json';
import { checkMembers } from '../../parameters/members';
import { nameReader } from '../../parameters/names';
import { readChoice, readText } from '../../parameters/read';
import { idOfNew } from '../../transport/exactId';
import { docFlowForm } from '../../transport/form';
import type { FileToSend, Part } from '../../transport/multipart';
import { configFields } from '../categoryField/configs';
import { TABLE_MEMBERS } from '../categoryTable/configs';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import { LOOK_AT_CATEGORIES, MAX_NAME, MAX_PROMPT, nameField, promptField } from './fields';
import { keywordRulesField, readKeywordRules } from './keywordRules';
import { SAMPLE_TIMEOUT_MS, sampleFiles, samplesField } from './sampleFiles';

const fields = configFields('Fields', 'Field', true);

const descriptionField: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	placeholder: 'e.g. Invoices of suppliers',
	description: 'What the category is for, for people',
};

const tablesField: INodeProperties = {
	displayName: 'Tables (JSON)',
	name: 'tables',
	type: 'json',
	default: '[\n  { "name": "Line Items", "fields": [{ "name": "Description" }] }\n]',
	description: `Tables to make with the category: a list of objects with a name and, where wanted, ${Object.keys(TABLE_MEMBERS).slice(1).join(', ')} and fields. Category Table → Create adds one later.`,
};

/** What an item asks for; no two ask for the same, since files in memory can't be told apart. */
interface Creation {
	item: number;
	workspace_id: string;
	name: string;
	texts: Record<string, string | undefined>;
	samples: FileToSend[];
}

/** The tables of an item, as DocFlow takes them. @throws NodeOperationError. */
function readTables(context: IExecuteFunctions, item: number): IDataObject[] | undefined {
	const tables = readIfSet(readObjects, context, item, tablesField, 'options');
	const members = { ...TABLE_MEMBERS, fields: 'a list of objects' } as const;
	checkMembers(context, item, tablesField, tables ?? [], members, 'name');
	return tables as IDataObject[] | undefined;
}

const jsonOf = (value: unknown): string | undefined =>
	value === undefined ? undefined : JSON.stringify(value);

/** What was made, by id and name. */
function brief(list: unknown, id: string): IDataObject[] {
	return recordsOf(list).map((one) => ({
		[id]: one.id ?? one[id] ?? null,
		name: one.name ?? one.file_name ?? null,
	}));
}

/** Category → Create, with its fields, tables and samples in one request (DocFlow API, "Create File Category"). */
export const createCategory: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a category',
	description:
		'Make a new kind of document with at least one field and one sample file; files can be uploaded with it at once',
	properties: [
		nameField,
		samplesField,
		extractModelField,
		...fields.properties,
		optionsField(promptField, descriptionField, keywordRulesField, tablesField),
	],
	execute: forEachItemOnce<Creation>(
		async (context, item) => {
			const rules = readKeywordRules(context, item, 'options');
			const name = nameReader(MAX_NAME)(context, item, nameField);
			return {
				item,
				workspace_id: await readWorkspace(context, item),
				name,
				texts: {
					name,
					extract_model: readChoice(context, item, extractModelField),
					category_prompt: readIfSet(nameReader(MAX_PROMPT), context, item, promptField, 'options'),
					description: readIfSet(readText, context, item, descriptionField, 'options'),
					category_keyword_rules: jsonOf(
						rules && { positive_rules: [], negative_rules: [], ...rules },
					),
					fields: jsonOf(fields.read(context, item)),
					tables: jsonOf(readTables(context, item)),
				},
				samples: await sampleFiles(context, item),
			};
		},
		async (context, { workspace_id, name, texts, samples }, itemIndex) => {
			const all = { workspace_id, ...texts, with_detail: 'true' };
			const parts: Part[] = Object.entries(all).flatMap(([part, text]) =>
				text === undefined ? [] : [{ name: part, text }],
			);
			const { result } = await docFlowForm(
				context,
				{
					path: '/category/create',
					repeat: 'once',
					look: LOOK_AT_CATEGORIES,
					timeout: SAMPLE_TIMEOUT_MS,
					itemIndex,
				},
				[...parts, ...samples.map((file) => ({ name: 'sample_files', file }))],
			);
			const what = `the category "${name}"`;
			return {
				json: {
					workspace_id,
					category_id: idOfNew(
						context,
						result.category_id,
						what,
						`${LOOK_AT_CATEGORIES} tells its ID.`,
						itemIndex,
					),
					name,
					extract_model: texts.extract_model,
					fields: brief(result.fields, 'field_id'),
					tables: brief(result.tables, 'table_id'),
					samples: brief(result.samples, 'sample_id'),
				},
			};
		},
	),
};
