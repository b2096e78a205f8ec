import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { type CategoryFields, fetchAllFields } from '../../catalog/fields';
import { isRecord, listOf, textOf } from '../../json';
import { toItems } from '../../output';
import { categoryProperty } from '../../parameters/fields';
import { outputProperty, readOutput } from '../../parameters/output';
import { readText } from '../../parameters/read';
import { chosenWorkspace } from '../listSearch/workspace';
import { optionsOf } from './options';

/** A field of a category in the form that a document has it (DocFlow API, CategoryField). */
const cell = (field: unknown) => {
	const { name, identity } = isRecord(field) ? field : {};
	return { key: textOf(name), identifier: textOf(identity), value: '' };
};

/** A document that has all fields of a category, in one row of each of its tables. */
const exampleOf = ({ fields, tables }: CategoryFields) => ({
	id: '1',
	name: '',
	data: {
		fields: fields.map(cell),
		tables: tables.map(({ name, fields: columns }) => ({
			tableName: name,
			items: [listOf(columns).map(cell)],
		})),
	},
});

/** The columns that a document of each category would have, in the output that the panel asks for. */
async function columnsOf(context: ILoadOptionsFunctions): Promise<string[]> {
	const workspace_id = await chosenWorkspace(context);
	const output = context.getNodeParameter('output', outputProperty.default);
	const isKnown = outputProperty.options.some(({ value }) => value === output);
	// A batch has its files inside as they are in Simplified.
	const field = isKnown ? outputProperty : { ...outputProperty, name: 'none' };
	const options = { ...readOutput(context, undefined, field), columns: [] };
	const wanted = ['filters', 'options'].map((within) =>
		readText(context, undefined, categoryProperty, within),
	);
	const found = await fetchAllFields(context, workspace_id, (name) =>
		wanted.every((one) => one === '' || one === name),
	);
	const examples = [{ fields: [], tables: [] }, ...found].map(exampleOf);
	const items = examples.flatMap((example) => toItems(example, options));
	return [...new Set(items.flatMap(Object.keys))];
}

/**
 * The columns to choose from (n8n, `methods.loadOptions`): the node's own, then the fields of the chosen category, or of
 * all.
 */
export const getColumns = optionsOf(async (context) =>
	(await columnsOf(context)).map((name) => ({ name, value: name })),
);
