import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { choiceField } from '../../parameters/field';
import { locatorField } from '../../parameters/locator';
import { docFlowRequest } from '../../transport/request';

/** The most characters of a workspace's name and of its description (DocFlow API, "Create Workspace"). */
export const MAX_NAME = 50;
export const MAX_DESCRIPTION = 200;

/** The workspace that something is about; read by `readId`, or by `readIds` where it may be several. */
export const workspaceField = (description: string): INodeProperties =>
	locatorField({
		displayName: 'Workspace',
		name: 'workspace',
		search: 'searchWorkspaces',
		by: { displayName: 'By ID', name: 'id', placeholder: 'e.g. 1955840540571376304' },
		description,
	});

/** How to see what became of a workspace. */
export const LOOK_AT_WORKSPACES = 'Workspace → Get Many';

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Invoices',
	description: 'What the workspace is called, at most 50 characters',
};

export const descriptionField: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	placeholder: 'e.g. Incoming invoices of all branches',
	description: 'What the workspace is for, at most 200 characters',
};

export const visibleToField = choiceField({
	displayName: 'Visible To',
	name: 'visibleTo',
	type: 'options',
	options: [
		{ name: 'Enterprise Members', value: 1 },
		{ name: 'Only Me', value: 0 },
	],
	default: 0,
	description: 'Who may use the workspace',
});

/** A workspace as DocFlow has it (DocFlow API, "Get Workspace Details"). @throws DocFlowError. */
export async function fetchWorkspace(
	context: IExecuteFunctions,
	workspace_id: string,
	itemIndex: number,
): Promise<IDataObject> {
	const { result } = await docFlowRequest(context, {
		method: 'GET',
		path: '/workspace/get',
		repeat: 'safe',
		query: { workspace_id },
		itemIndex,
	});
	return { workspace_id, ...result };
}
