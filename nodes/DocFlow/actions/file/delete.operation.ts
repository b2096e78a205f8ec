import { checkConfirmed, confirmField } from '../../parameters/confirm';
import { choiceField } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { API_NAMES, fileIdFields } from '../../parameters/fileIds';
import { readIds, readWorkspace } from '../../parameters/ids';
import { readChoice } from '../../parameters/read';
import { apiError } from '../../transport/errors';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';

const ids = fileIdFields('deleteBy', 'that Upload gave, several with commas between them');

const deleteByField = choiceField({
	displayName: 'Delete By',
	name: 'deleteBy',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Batch Number', value: 'batchNumber', description: 'All files of a batch' },
		{ name: 'File ID', value: 'fileId', description: 'One file' },
		{ name: 'Task ID', value: 'taskId', description: 'The file of one task' },
	],
	default: 'fileId',
	description: 'What tells which files to delete',
});

const confirm = confirmField('files');

/** File → Delete. Whatever matches one of the ids is gone for good (DocFlow API, "Delete Tasks"). */
export const deleteFiles: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete files',
	description: 'Delete files and their results from DocFlow, for good',
	properties: [deleteByField, ...Object.values(ids), confirm, optionsField()],
	execute: forEachItem(
		async (context, item) => {
			const by = readChoice(context, item, deleteByField);
			const found = readIds(context, item, ids[by]);
			checkConfirmed(context, item, confirm);
			return { workspace_id: await readWorkspace(context, item), [API_NAMES[by]]: found };
		},
		async (context, body, itemIndex) => {
			const { workspace_id: _workspace, ...asked } = body;
			const { result } = await docFlowRequest(context, {
				method: 'POST',
				path: '/file/delete',
				repeat: 'once',
				body,
				itemIndex,
			});
			const deleted_count = result.deleted_count ?? null;
			if (deleted_count !== 0) return { json: { deleted: true, deleted_count, ...asked } };
			const message = 'DocFlow knows none of these files, so nothing was deleted';
			const advice = `Check the numbers and the workspace: ${Object.values(asked).flat().join(', ')}.`;
			throw apiError(context, { message, advice }, itemIndex);
		},
	),
};
