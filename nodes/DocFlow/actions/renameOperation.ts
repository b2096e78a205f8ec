import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from '../parameters/fields';
import { readId, readWorkspace } from '../parameters/ids';
import { nameReader } from '../parameters/names';
import { docFlowRequest } from '../transport/request';
import { forEachItemOnce } from './once';
import type { Operation } from './operation';

/** What one Update of a menu has of its own; what it changes has nothing but a name. */
interface OwnRename extends Pick<Operation, 'action' | 'description'> {
	/** What is renamed, as in "the group". */
	noun: string;
	/** The most characters of its name. */
	most: number;
	placeholder: string;
	/** The field that says which one, and the API's name for its id. */
	which: INodeProperties;
	id: 'group_id' | 'repo_id';
	path: string;
}

/** The Update of a menu that gives something another name, and says so with `updated`. */
export function renameOperation(own: OwnRename): Operation {
	const { action, description, noun, most, placeholder, which, id, path } = own;
	const nameField: INodeProperties = {
		displayName: 'New Name',
		name: 'name',
		type: 'string',
		required: true,
		default: '',
		placeholder,
		description: `What the ${noun} is called from now on, at most ${most} characters`,
	};
	return {
		value: 'update',
		name: 'Update',
		action,
		description,
		properties: [which, nameField, optionsField()],
		execute: forEachItemOnce(
			async (context, item) => ({
				workspace_id: await readWorkspace(context, item),
				[id]: readId(context, item, which),
				name: nameReader(most)(context, item, nameField),
			}),
			async (context, body, itemIndex) => {
				await docFlowRequest(context, { method: 'POST', path, repeat: 'safe', body, itemIndex });
				const { workspace_id: _workspace, ...renamed } = body;
				return { json: { updated: true, ...renamed } };
			},
		),
	};
}
