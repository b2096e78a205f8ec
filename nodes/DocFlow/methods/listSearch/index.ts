import { searchCategories, searchCategoryNames } from './categories';
import { searchGroups, searchRepositories, searchRules } from './review';
import { searchWorkspaces } from './workspaces';

/** What fills the lists of resource locators, by the name that a field calls it (`searchListMethod`). */
export const listSearch = {
	searchCategories,
	searchCategoryNames,
	searchGroups,
	searchRepositories,
	searchRules,
	searchWorkspaces,
};
