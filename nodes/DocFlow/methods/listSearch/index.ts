import { searchCategories, searchCategoryNames } from './categories';
import {
	searchCategoryFields,
	searchCategoryTables,
	searchColumnNames,
	searchFieldNames,
	searchSamples,
	searchTableNames,
} from './fields';
import { searchGroups, searchRepositories, searchRules } from './review';
import { searchWorkspaces } from './workspaces';

/** What fills the lists of resource locators, by the name that a field calls it (`searchListMethod`). */
export const listSearch = {
	searchCategories,
	searchCategoryFields,
	searchCategoryNames,
	searchCategoryTables,
	searchColumnNames,
	searchFieldNames,
	searchGroups,
	searchRepositories,
	searchRules,
	searchSamples,
	searchTableNames,
	searchWorkspaces,
};
