import type { IDataObject } from 'n8n-workflow';

import type { DocFlowContext } from '../transport/context';
import { apiError } from '../transport/errors';
import { fetchAll, type List } from '../transport/list';

/** The most the API gives in one page (DocFlow API, "Get Workspace File Category List"). */
const PAGE_SIZE = 100;

/** Where fields, tables and samples are: ids, as the API calls them. */
export interface CategoryPlace {
	workspace_id: string;
	category_id: string;
}

/** Names in an error; a workspace may have hundreds of categories. */
const MAX_NAMED = 20;

/** The categories of a workspace; `enabled` is `all`, 0, 1 or 2 (draft). */
export const categoryList = (query: { workspace_id: string; enabled: string }): List => ({
	path: '/category/list',
	query,
	name: 'categories',
	id: 'id',
	pageSize: PAGE_SIZE,
});

/** A category as it is put out. */
export const categoryJson = (entry: IDataObject, workspace_id: string): IDataObject => {
	const { id = null, name = null, ...rest } = entry;
	return { workspace_id, category_id: id, name, ...rest };
};

/** Names, some of them where there are many. */
export const named = (names: string[]): string =>
	names.length > MAX_NAMED
		? `${names.slice(0, MAX_NAMED).join(', ')} and ${names.length - MAX_NAMED} more`
		: names.join(', ') || 'none';

/** A category of a workspace by its id or its exact name, whatever its status. @throws DocFlowError when there is none. */
export async function findCategory(
	context: DocFlowContext,
	workspace_id: string,
	idOrName: string,
	itemIndex?: number,
): Promise<IDataObject> {
	const list = categoryList({ workspace_id, enabled: 'all' });
	const all = await fetchAll(context, list, itemIndex);
	const found = all.find(({ id }) => id === idOrName) ?? all.find(({ name }) => name === idOrName);
	if (found !== undefined) return found;
	const message = `The workspace has no category "${idOrName}"`;
	const advice = `Its categories are: ${named(all.map(({ name }) => String(name)))}.`;
	throw apiError(context, { message, advice }, itemIndex);
}

/** An id as DocFlow makes them; anything else is a name. */
const ID = /^\d{15,20}$/;

/** Where a category is; an id is taken for what it is, a name is looked up. @throws DocFlowError when there is none. */
export async function placeOf(
	context: DocFlowContext,
	workspace_id: string,
	idOrName: string,
	itemIndex?: number,
): Promise<CategoryPlace> {
	if (ID.test(idOrName)) return { workspace_id, category_id: idOrName };
	const { id } = await findCategory(context, workspace_id, idOrName, itemIndex);
	return { workspace_id, category_id: String(id) };
}
