import { choiceField } from '../../parameters/field';
import { API_NAMES, fileIdFields } from '../../parameters/fileIds';
import { readIds, readWorkspace } from '../../parameters/ids';
import { readChoice } from '../../parameters/read';
import { deleteOperation } from '../deleteOperation';

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

/** File → Delete. Whatever matches one of the ids is gone for good (DocFlow API, "Delete Tasks"). */
export const deleteFiles = deleteOperation({
	action: 'Delete files',
	description: 'Delete files and their results from DocFlow, for good',
	what: 'files',
	which: [deleteByField, ...Object.values(ids)],
	path: '/file/delete',
	look: 'File → Fetch',
	async read(context, item) {
		const by = readChoice(context, item, deleteByField);
		return {
			workspace_id: await readWorkspace(context, item),
			asked: { [API_NAMES[by]]: readIds(context, item, ids[by]) },
		};
	},
	find: (_context, { workspace_id, asked }) => ({
		body: { workspace_id, ...asked },
		count: null,
		said: asked,
	}),
});
