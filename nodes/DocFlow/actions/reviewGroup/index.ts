import type { Resource } from '../operation';
import { createGroup } from './create.operation';
import { deleteGroup } from './delete.operation';
import { getGroups } from './getMany.operation';
import { updateGroup } from './update.operation';

/** The menu of rules that belong together. */
export const reviewGroup: Resource = {
	value: 'reviewGroup',
	name: 'Review Group',
	description: 'Rules of a review repository that belong together',
	operations: [getGroups, createGroup, updateGroup, deleteGroup],
};
