import { categoryList } from '../../catalog/categories';
import { sampleList } from '../../catalog/samples';
import { textOf } from '../../json';
import { fetchAll } from '../../transport/list';
import { chosenPlace } from '../listSearch/category';
import { chosenWorkspace } from '../listSearch/workspace';
import { getColumns } from './columns';
import { optionsOf } from './options';

/** Every category of the panel's workspace, by id. */
const getCategories = optionsOf(async (context) => {
	const list = categoryList({ workspace_id: await chosenWorkspace(context), enabled: 'all' });
	const all = await fetchAll(context, list);
	return all.map(({ id, name }) => ({ name: textOf(name), value: textOf(id) }));
});

/** The samples of the panel's category, by id. */
const getSamples = optionsOf(async (context) => {
	const all = await fetchAll(context, sampleList(await chosenPlace(context)));
	return all.map(({ sample_id, file_name }) => ({
		name: textOf(file_name),
		value: textOf(sample_id),
	}));
});

/** What fills the lists of which several may be picked, by the name that a field calls it (`loadOptionsMethod`). */
export const loadOptions = { getCategories, getColumns, getSamples };
