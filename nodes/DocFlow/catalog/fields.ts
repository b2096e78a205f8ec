import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../json';
import type { DocFlowContext } from '../transport/context';
import { apiError } from '../transport/errors';
import { limitTo } from '../transport/limit';
import { fetchAll } from '../transport/list';
import { docFlowRequest } from '../transport/request';
import { toNodeError, unreadable } from '../transport/unreadable';
import { categoryList, type CategoryPlace, named } from './categories';
import { recordsOf } from './records';

/** A field and, where it is one of a table's, its table. */
export interface PlacedField {
	field: IDataObject;
	table?: IDataObject;
}

/** The fields of a category itself, and its tables with theirs, as the API gives them. */
export interface CategoryFields {
	fields: IDataObject[];
	tables: IDataObject[];
}

/** What a category reads from a document (DocFlow API, "Get File Category Field List"). @throws DocFlowError. */
export async function fetchFields(
	context: DocFlowContext,
	{ workspace_id, category_id }: CategoryPlace,
	itemIndex?: number,
): Promise<CategoryFields> {
	const { result } = await docFlowRequest(context, {
		method: 'GET',
		path: '/category/fields/list',
		repeat: 'safe',
		query: { workspace_id, category_id },
		itemIndex,
	});
	const { fields = null, tables = null } = result;
	// Another answer, taken for a category without fields, would lose them without a word.
	const isRead = (list: unknown) =>
		list === null || (Array.isArray(list) && list.every((entry) => isRecord(entry)));
	if ((fields ?? tables) !== null && isRead(fields) && isRead(tables))
		return { fields: recordsOf(fields), tables: recordsOf(tables) };
	throw toNodeError(context, unreadable('it has no list of fields'), itemIndex);
}

/** Questions to DocFlow at the same time. */
const PARALLEL = 3;

/** What the categories in use read, in their order; `isWanted` says by its name whether one counts. @throws DocFlowError. */
export async function fetchAllFields(
	context: DocFlowContext,
	workspace_id: string,
	isWanted: (name: unknown) => boolean = () => true,
): Promise<CategoryFields[]> {
	const all = await fetchAll(context, categoryList({ workspace_id, enabled: '1' }));
	const inTurn = limitTo(PARALLEL);
	return await Promise.all(
		all
			.filter(({ name }) => isWanted(name))
			.map(async ({ id }) => {
				const place = { workspace_id, category_id: String(id) };
				return await inTurn(async () => await fetchFields(context, place));
			}),
	);
}

/** All fields, those of the category itself first. */
export const placedFields = ({ fields, tables }: CategoryFields): PlacedField[] => [
	...fields.map((field) => ({ field })),
	...tables.flatMap((table) => recordsOf(table.fields).map((field) => ({ field, table }))),
];

/** How people read where a field is. */
export const fieldLabel = ({ field, table }: PlacedField) =>
	table === undefined ? String(field.name) : `${String(table.name)} → ${String(field.name)}`;

/** What an id or a name means. @throws DocFlowError when that is nothing, or more than one. */
function findOne<T>(
	context: DocFlowContext,
	all: T[],
	idOrName: string,
	{ noun, idOf, namesOf }: { noun: string; idOf(one: T): unknown; namesOf(one: T): string[] },
	itemIndex: number,
): T {
	const byId = all.filter((one) => idOf(one) === idOrName);
	const found = byId.length > 0 ? byId : all.filter((one) => namesOf(one).includes(idOrName));
	if (found.length === 1) return found[0];
	const message =
		found.length === 0
			? `The category has no ${noun} "${idOrName}"`
			: `The category has ${found.length} ${noun}s "${idOrName}"`;
	const names = named(all.map((one) => namesOf(one)[0]));
	const advice =
		found.length === 0
			? `Its ${noun}s are: ${names}.`
			: `Use the ID: ${named(found.map((one) => String(idOf(one))))}.`;
	throw apiError(context, { message, advice }, itemIndex);
}

/** A field by its id or name; one of a table also as `Table → Field`. @throws DocFlowError when there is not just one. */
export const findField = (
	context: DocFlowContext,
	fields: CategoryFields,
	idOrName: string,
	itemIndex: number,
): PlacedField =>
	findOne(
		context,
		placedFields(fields),
		idOrName,
		{
			noun: 'field',
			idOf: ({ field }) => field.id,
			namesOf: (one) => [fieldLabel(one), String(one.field.name)],
		},
		itemIndex,
	);

/** A table by its id or name. @throws DocFlowError when there is not just one. */
export const findTable = (
	context: DocFlowContext,
	{ tables }: CategoryFields,
	idOrName: string,
	itemIndex: number,
): IDataObject =>
	findOne(
		context,
		tables,
		idOrName,
		{ noun: 'table', idOf: ({ id }) => id, namesOf: ({ name }) => [String(name)] },
		itemIndex,
	);
