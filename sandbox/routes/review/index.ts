import type { FastifyInstance } from 'fastify';

import type { Context } from '../../context';
import { addGroups } from './groups';
import { addRepositories } from './repositories';
import { addRules } from './rules';
import { addTasks } from './tasks';

/** Adds the check of files by rules: repositories, their groups and rules, and reviews. */
export function addReview(app: FastifyInstance, context: Context): void {
	for (const add of [addRepositories, addGroups, addRules, addTasks]) add(app, context);
}
