import { enterpriseOf } from '../../catalog/workspaces';
import { nameReader } from '../../parameters/names';
import { readChoice } from '../../parameters/read';
import { idOfNew } from '../../transport/exactId';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import {
	descriptionField,
	LOOK_AT_WORKSPACES,
	MAX_DESCRIPTION,
	MAX_NAME,
	nameField,
	visibleToField,
} from './fields';

/** Workspace → Create (DocFlow API, "Create Workspace"). */
export const createWorkspace: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a workspace',
	description: 'Make a new, empty workspace and get its ID, to create categories in next',
	properties: [nameField, descriptionField, visibleToField],
	execute: forEachItemOnce(
		async (context, item) => {
			const description = nameReader(MAX_DESCRIPTION)(context, item, descriptionField);
			const enterprise = await enterpriseOf(context, item);
			return {
				name: nameReader(MAX_NAME)(context, item, nameField),
				...(description !== '' && { description }),
				auth_scope: readChoice(context, item, visibleToField),
				// A number by the API's file; as one, a long ID would lose its last digits.
				...(enterprise !== undefined && {
					enterprise_id: /^\d{1,15}$/.test(enterprise) ? Number(enterprise) : enterprise,
				}),
			};
		},
		async (context, body, itemIndex) => {
			const { result } = await docFlowRequest(context, {
				method: 'POST',
				path: '/workspace/create',
				repeat: 'once',
				look: LOOK_AT_WORKSPACES,
				body,
				itemIndex,
			});
			const { enterprise_id: _enterprise, ...created } = body;
			const what = `the workspace "${body.name}"`;
			const workspace_id = idOfNew(
				context,
				result.workspace_id,
				what,
				`${LOOK_AT_WORKSPACES} tells its ID.`,
				itemIndex,
			);
			return { json: { workspace_id, ...created } };
		},
	),
};
