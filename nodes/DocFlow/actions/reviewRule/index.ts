import type { Resource } from '../operation';
import { createRule } from './create.operation';
import { deleteRule } from './delete.operation';
import { getRules } from './getMany.operation';
import { updateRule } from './update.operation';

/** The menu of what is checked. */
export const reviewRule: Resource = {
	value: 'reviewRule',
	name: 'Review Rule',
	description: 'What must be true of documents, in plain words, and how high the risk is if not',
	operations: [getRules, createRule, updateRule, deleteRule],
};
