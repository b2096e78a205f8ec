import { choiceField } from '../../parameters/field';
import { filtersField, optionsField } from '../../parameters/fields';
import { readWorkspace } from '../../parameters/ids';
import { limitFields, readLimit } from '../../parameters/limit';
import { readChoice } from '../../parameters/read';
import { fetchAll } from '../../transport/list';
import { forEachItem, type Operation } from '../operation';

/** The most the API gives in one page (DocFlow API, "Get Workspace File Category List"). */
const PAGE_SIZE = 100;

const enabledField = choiceField({
	displayName: 'Enabled',
	name: 'enabled',
	type: 'options',
	options: [
		{ name: 'All', value: 'all' },
		{ name: 'Disabled', value: '0' },
		{ name: 'Draft', value: '2' },
		{ name: 'Enabled', value: '1' },
	],
	default: '1',
	description: 'Whether only categories that DocFlow uses come out, only others, or all',
});

/** Category → Get Many. One item for each category (DocFlow API, "Get Workspace File Category List"). */
export const getCategories: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many categories',
	description: 'List the categories of the workspace',
	properties: [
		...limitFields,
		filtersField('Which categories to leave out', [enabledField]),
		optionsField(),
	],
	execute: forEachItem(
		async (context, item) => ({
			query: {
				workspace_id: await readWorkspace(context, item),
				enabled: readChoice(context, item, enabledField, 'filters'),
			},
			limit: readLimit(context, item),
		}),
		async (context, { query, limit }, item) => {
			const list = { path: '/category/list', query, name: 'categories', id: 'id' };
			const found = await fetchAll(context, { ...list, pageSize: PAGE_SIZE }, item, limit);
			return found.map((json) => ({ json }));
		},
	),
};
