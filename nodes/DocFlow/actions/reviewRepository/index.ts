import type { Resource } from '../operation';
import { createRepository } from './create.operation';
import { deleteRepository } from './delete.operation';
import { getRepository } from './get.operation';
import { getRepositories } from './getMany.operation';
import { updateRepository } from './update.operation';

/** The menu of a set of rules. */
export const reviewRepository: Resource = {
	value: 'reviewRepository',
	name: 'Review Repository',
	description: 'A set of rules, in groups, that files are checked by',
	operations: [
		getRepositories,
		getRepository,
		createRepository,
		updateRepository,
		deleteRepository,
	],
};
