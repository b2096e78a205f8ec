import type { FastifyInstance } from 'fastify';

import type { Context } from '../../context';
import { addCategories } from './categories';
import { addFields } from './fields';
import { addSamples } from './samples';
import { addTables } from './tables';
import { addWorkspaces } from './workspaces';

/** Adds what a workspace is set up with: workspaces, categories, their fields, tables and samples. */
export function addCatalog(app: FastifyInstance, context: Context): void {
	for (const add of [addWorkspaces, addCategories, addFields, addTables, addSamples])
		add(app, context);
}
