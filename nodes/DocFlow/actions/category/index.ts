import type { Resource } from '../operation';
import { getCategories } from './getMany.operation';

/** The menu of the kinds of document that a workspace knows. */
export const category: Resource = {
	value: 'category',
	name: 'Category',
	description: 'A kind of document, such as invoice: what DocFlow sorts files into',
	operations: [getCategories],
};
