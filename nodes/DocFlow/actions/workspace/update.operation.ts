import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { withoutNothing } from '../../catalog/records';
import { fieldError, readIfSet } from '../../parameters/field';
import { readId } from '../../parameters/ids';
import { nameReader } from '../../parameters/names';
import { readChoice, readFlag, readNumber, readText } from '../../parameters/read';
import { checkedUpdates, updatesField } from '../../parameters/updates';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import {
	descriptionField,
	fetchWorkspace,
	MAX_DESCRIPTION,
	MAX_NAME,
	nameField,
	visibleToField,
	workspaceField,
} from './fields';

const field = workspaceField('The workspace to change');

const optionalName: INodeProperties = { ...nameField, required: false };

const callbackUrlField: INodeProperties = {
	displayName: 'Callback URL',
	name: 'callbackUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/docflow',
	description:
		'The address that DocFlow calls when files of the workspace change, such as that of a Webhook node. DocFlow documents no content of the call: fetch the files after it.',
};

const removeCallbackField: INodeProperties = {
	displayName: 'Callback URL: Remove',
	name: 'removeCallback',
	type: 'boolean',
	default: false,
	description: 'Whether to remove the callback URL, so that DocFlow calls nothing any more',
};

const callbackRetriesField: INodeProperties = {
	displayName: 'Callback Retries',
	name: 'callbackRetries',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3, numberPrecision: 0 },
	default: 3,
	description: 'How often DocFlow calls again where nothing answers',
};

const updates = updatesField([
	optionalName,
	descriptionField,
	visibleToField,
	callbackUrlField,
	removeCallbackField,
	callbackRetriesField,
]);

/** The callback that is wanted. @throws NodeOperationError for what is no web address. */
function readCallback(context: IExecuteFunctions, item: number): string | undefined {
	const url = readIfSet(readText, context, item, callbackUrlField, updates.name);
	if (readFlag(context, item, removeCallbackField, updates.name)) return '';
	if (url === undefined || /^https?:\/\/[^/\s]/i.test(url)) return url;
	const remedy = 'Enter the whole address, with https:// at its start.';
	throw fieldError(context, item, callbackUrlField, 'is no web address', remedy);
}

/**
 * Workspace → Update. The API asks for name and visibility each time and does not say that the rest stays when it is left out:
 * so all is read and written (DocFlow API, "Update Workspace").
 */
export const updateWorkspace: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a workspace',
	description:
		'Change the name, visibility or callback URL of a workspace; what is not named stays',
	properties: [field, updates],
	execute: forEachItemOnce(
		async (context, item) => {
			const within = updates.name;
			return {
				workspace_id: readId(context, item, field),
				changes: checkedUpdates(context, item, updates, {
					name: readIfSet(nameReader(MAX_NAME), context, item, optionalName, within),
					description: readIfSet(
						nameReader(MAX_DESCRIPTION),
						context,
						item,
						descriptionField,
						within,
					),
					auth_scope: readIfSet(readChoice<0 | 1>, context, item, visibleToField, within),
					callback_url: readCallback(context, item),
					callback_retry_time: readIfSet(readNumber, context, item, callbackRetriesField, within),
				}),
			};
		},
		async (context, { workspace_id, changes }, itemIndex) => {
			const { name, description, auth_scope, callback_url, callback_retry_time } =
				await fetchWorkspace(context, workspace_id, itemIndex);
			const body = withoutNothing({
				workspace_id,
				name,
				description,
				auth_scope: auth_scope ?? 0,
				callback_url,
				// Zero where there is no callback yet, which an update does not take.
				callback_retry_time: callback_retry_time || null,
				...changes,
			});
			await docFlowRequest(context, {
				method: 'POST',
				path: '/workspace/update',
				repeat: 'safe',
				body,
				itemIndex,
			});
			return { json: { updated: true, ...body } };
		},
	),
};
