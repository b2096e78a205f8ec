import type { Resource } from '../operation';
import { createCategory } from './create.operation';
import { deleteCategories } from './delete.operation';
import { getCategories } from './getMany.operation';
import { updateCategory } from './update.operation';

/** The menu of the kinds of document that a workspace knows. */
export const category: Resource = {
	value: 'category',
	name: 'Category',
	description: 'A kind of document, such as invoice: what DocFlow sorts files into',
	operations: [getCategories, createCategory, deleteCategories, updateCategory],
};
