import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { categoryList } from '../../catalog/categories';
import type { List } from '../../transport/list';
import { searchIn } from './search';
import { chosenWorkspace } from './workspace';

/** The categories of the panel's workspace. */
const categories =
	(enabled: 'all' | '1') =>
	async (context: ILoadOptionsFunctions): Promise<List> =>
		categoryList({ workspace_id: await chosenWorkspace(context), enabled });

/** Every category there is, by id: for what manages them. */
export const searchCategories = searchIn({ list: categories('all'), name: 'name', value: 'id' });

/** The categories that files are sorted into, by name: for what works with files. */
export const searchCategoryNames = searchIn({
	list: categories('1'),
	name: 'name',
	value: 'name',
});
