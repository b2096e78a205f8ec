import { searchCategories, searchCategoryNames } from './categories';
import { searchCategoryFields, searchCategoryTables } from './fields';
import { searchGroups, searchRepositories, searchRules } from './review';
import { searchWorkspaces } from './workspaces';

/** What fills the lists of resource locators, by the name that a field calls it (`searchListMethod`). */
export const listSearch = {
	searchCategories,
	searchCategoryFields,
	searchCategoryNames,
	searchCategoryTables,
	searchGroups,
	searchRepositories,
	searchRules,
	searchWorkspaces,
};
