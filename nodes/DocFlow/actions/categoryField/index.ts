import type { Resource } from '../operation';
import { createFields } from './create.operation';
import { deleteFields } from './delete.operation';
import { getFields } from './getMany.operation';
import { updateFields } from './update.operation';

/** The menu of what is read from the documents of a category. */
export const categoryField: Resource = {
	value: 'categoryField',
	name: 'Category Field',
	description: 'A field that DocFlow reads from the documents of a category',
	operations: [createFields, deleteFields, getFields, updateFields],
};
