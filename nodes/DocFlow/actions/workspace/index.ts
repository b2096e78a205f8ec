import type { Resource } from '../operation';
import { createWorkspace } from './create.operation';
import { deleteWorkspaces } from './delete.operation';
import { getWorkspace } from './get.operation';
import { getWorkspaces } from './getMany.operation';
import { updateWorkspace } from './update.operation';

/** The menu of workspaces. */
export const workspace: Resource = {
	value: 'workspace',
	name: 'Workspace',
	description: 'Where files and categories are kept apart from those of others',
	operations: [createWorkspace, deleteWorkspaces, getWorkspace, getWorkspaces, updateWorkspace],
};
