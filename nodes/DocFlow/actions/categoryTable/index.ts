import type { Resource } from '../operation';
import { createTable } from './create.operation';
import { deleteTables } from './delete.operation';
import { getTables } from './getMany.operation';
import { updateTables } from './update.operation';

/** The menu of the tables that are read from the documents of a category. */
export const categoryTable: Resource = {
	value: 'categoryTable',
	name: 'Category Table',
	description: 'A table that DocFlow reads row by row from the documents of a category',
	operations: [createTable, deleteTables, getTables, updateTables],
};
