import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { type CategoryPlace, placeOf } from '../../catalog/categories';
import { readIfSet } from '../../parameters/field';
import { readId } from '../../parameters/ids';
import { apiError } from '../../transport/errors';
import { chosenWorkspace, isUnknown } from './workspace';

/** The field of the panel that says which category. */
const category = { displayName: 'Category', name: 'categoryId' };

/** The category that is chosen in the panel. @throws DocFlowError where none is chosen, or an expression has no value yet. */
export async function chosenPlace(context: ILoadOptionsFunctions): Promise<CategoryPlace> {
	const workspace = await chosenWorkspace(context);
	const chosen = context.getCurrentNodeParameters()?.[category.name];
	const wanted = isUnknown(chosen) ? undefined : readIfSet(readId, context, undefined, category);
	if (wanted !== undefined) return await placeOf(context, workspace, wanted);
	throw apiError(context, {
		message: 'No category is chosen yet',
		advice: 'Choose the category first; where it comes from an expression, run the nodes before.',
	});
}
