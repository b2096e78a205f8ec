import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { placeOf } from '../../catalog/categories';
import { type CategoryFields, fetchFields, fieldLabel, placedFields } from '../../catalog/fields';
import { readIfSet } from '../../parameters/field';
import { readId } from '../../parameters/ids';
import { textOf } from '../../json';
import { apiError } from '../../transport/errors';
import { searchAmong } from './search';
import { chosenWorkspace, isUnknown } from './workspace';

/** The field of the panel that says of which category. */
const category = { displayName: 'Category', name: 'categoryId' };

/** What the category that is chosen in the panel has. @throws DocFlowError where none is chosen, or an expression has no value yet. */
async function chosenFields(context: ILoadOptionsFunctions): Promise<CategoryFields> {
	const workspace = await chosenWorkspace(context);
	const chosen = context.getCurrentNodeParameters()?.[category.name];
	const wanted = isUnknown(chosen) ? undefined : readIfSet(readId, context, undefined, category);
	if (wanted !== undefined)
		return await fetchFields(context, await placeOf(context, workspace, wanted));
	throw apiError(context, {
		message: 'There is no category to list the fields of',
		advice: 'Choose the category first; where it comes from an expression, run the nodes before.',
	});
}

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
