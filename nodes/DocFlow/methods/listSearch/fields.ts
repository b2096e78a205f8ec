import type { ILoadOptionsFunctions } from 'n8n-workflow';

import {
	type CategoryFields,
	fetchAllFields,
	fetchFields,
	fieldLabel,
	placedFields,
} from '../../catalog/fields';
import { sampleList } from '../../catalog/samples';
import { textOf } from '../../json';
import { chosenPlace } from './category';
import { searchAmong, searchIn } from './search';
import { chosenWorkspace } from './workspace';

const chosenFields = async (context: ILoadOptionsFunctions): Promise<CategoryFields> =>
	await fetchFields(context, await chosenPlace(context));

/** The fields of the panel's category, those of its tables as `Table → Field`. */
export const searchCategoryFields = searchAmong(async (context) =>
	placedFields(await chosenFields(context)).map((one) => ({
		name: fieldLabel(one),
		value: textOf(one.field.id),
	})),
);

/** The tables of the panel's category. */
export const searchCategoryTables = searchAmong(async (context) => {
	const { tables } = await chosenFields(context);
	return tables.map(({ id, name }) => ({ name: textOf(name), value: textOf(id) }));
});

/** The samples of the panel's category. */
export const searchSamples = searchIn({
	list: async (context) => sampleList(await chosenPlace(context)),
	name: 'file_name',
	value: 'sample_id',
});

/** Names in the categories of the panel's workspace, each once: where a file is in the panel, its category is not. */
const searchNames = (namesIn: (fields: CategoryFields) => unknown[]) =>
	searchAmong(async (context) => {
		const all = await fetchAllFields(context, await chosenWorkspace(context));
		const names = new Set(all.flatMap(namesIn).map(textOf));
		return [...names].map((name) => ({ name, value: name }));
	});

/** The fields that categories read from documents, by name. */
export const searchFieldNames = searchNames(({ fields }) => fields.map(({ name }) => name));

/** Their tables, by name. */
export const searchTableNames = searchNames(({ tables }) => tables.map(({ name }) => name));

/** The columns of their tables, by name. */
export const searchColumnNames = searchNames((all) =>
	placedFields({ ...all, fields: [] }).map(({ field }) => field.name),
);
