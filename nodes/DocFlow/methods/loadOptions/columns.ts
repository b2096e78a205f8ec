import type { IDataObject, ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { isRecord, listOf, textOf } from '../../json';
import { toItems } from '../../output';
import { categoryProperty } from '../../parameters/fields';
import { outputProperty, readOutput } from '../../parameters/output';
import { readText } from '../../parameters/read';
import { apiError, DocFlowError } from '../../transport/errors';
import { limitTo } from '../../transport/limit';
import { fetchAll } from '../../transport/list';
import { docFlowRequest } from '../../transport/request';
import { chosenWorkspace } from '../listSearch/workspace';

/** Questions to DocFlow at the same time. */
const PARALLEL = 3;

/** A field of a category in the form that a document has it (DocFlow API, CategoryField). */
const cell = (field: unknown) => {
	const { name, identity } = isRecord(field) ? field : {};
	return { key: textOf(name), identifier: textOf(identity), value: '' };
};

/** A document that has all fields of a category, in one row of each of its tables. */
const exampleOf = ({ fields, tables }: IDataObject) => ({
	id: '1',
	name: '',
	data: {
		fields: listOf(fields).map(cell),
		tables: listOf(tables)
			.filter(isRecord)
			.map(({ name, fields: columns }) => ({
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
	const query = { workspace_id, enabled: '1' };
	const list = { path: '/category/list', query, name: 'categories', id: 'id', pageSize: 100 };
	const categories = (await fetchAll(context, list)).filter(({ name }) =>
		wanted.every((one) => one === '' || one === name),
	);
	const inTurn = limitTo(PARALLEL);
	const ask = async (category_id: string) =>
		await docFlowRequest(context, {
			method: 'GET',
			path: '/category/fields/list',
			repeat: 'safe',
			query: { workspace_id, category_id },
		});
	const answers = await Promise.all(
		categories.map(async ({ id }) => await inTurn(async () => await ask(textOf(id)))),
	);
	const examples = [{}, ...answers.map(({ result }) => result)].map(exampleOf);
	const items = examples.flatMap((example) => toItems(example, options));
	return [...new Set(items.flatMap(Object.keys))];
}

/**
 * The columns to choose from (n8n, `methods.loadOptions`): the node's own, then the fields of the chosen category, or of
 * all. Of an error n8n shows the title alone here, so the advice stands in it.
 */
export async function getColumns(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		return (await columnsOf(this)).map((name) => ({ name, value: name }));
	} catch (error) {
		const { message, description = '' } = isRecord(error) ? error : {};
		const title = [error instanceof Error ? error.message : message, description]
			.map(textOf)
			.filter(Boolean)
			.join('. ');
		const failure = error instanceof DocFlowError ? error.failureDetails : {};
		throw apiError(this, { ...failure, message: title });
	}
}
