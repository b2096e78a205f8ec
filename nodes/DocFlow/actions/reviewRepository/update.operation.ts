import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';
import { readOwnName, repositoryField } from './repository';

const repository = repositoryField('The review repository to rename');

const nameField: INodeProperties = {
	displayName: 'New Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Invoice Checks 2027',
	description: 'What the repository is called from now on, at most 30 characters',
};

/** Review Repository → Update (DocFlow API, "Update Review Rule Repository"). */
export const updateRepository: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a review repository',
	description: 'Give a review repository another name',
	properties: [repository, nameField, optionsField()],
	execute: forEachItem(
		async (context, item) => ({
			workspace_id: await readWorkspace(context, item),
			repo_id: readId(context, item, repository),
			name: readOwnName(context, item, nameField),
		}),
		async (context, body, itemIndex) => {
			await docFlowRequest(context, {
				method: 'POST',
				path: '/review/rule_repo/update',
				repeat: 'safe',
				body,
				itemIndex,
			});
			return { json: { updated: true, repo_id: body.repo_id, name: body.name } };
		},
	),
};
