import { fetchOne } from '../../files/one';
import { toItems } from '../../output';
import { choiceField } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { API_NAMES, fileIdFields } from '../../parameters/fileIds';
import { readId, readWorkspace } from '../../parameters/ids';
import { outputOptionProperties, outputProperty, readOutput } from '../../parameters/output';
import { readChoice } from '../../parameters/read';
import { forEachItem, type Operation } from '../operation';

const { fileId, taskId } = fileIdFields('getBy', 'that Upload, Fetch or the trigger gave');
const ids = { fileId, taskId };

const getByField = choiceField({
	displayName: 'Get By',
	name: 'getBy',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'File ID', value: 'fileId', description: 'The file of a file_id' },
		{ name: 'Task ID', value: 'taskId', description: 'The file of a task_id' },
	],
	default: 'fileId',
	description: 'What tells which file to get',
});

/** File → Get. One file as it is now, finished or not. */
export const getFile: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a file',
	description:
		'Get one file by its ID: its status and, once DocFlow has read it, its fields. It does not wait.',
	properties: [getByField, fileId, taskId, outputProperty, optionsField(...outputOptionProperties)],
	execute: forEachItem(
		async (context, item) => {
			const by = readChoice(context, item, getByField);
			const workspace_id = await readWorkspace(context, item);
			const id = readId(context, item, ids[by]);
			return {
				asked:
					by === 'fileId'
						? { workspace_id, file_id: id }
						: { workspace_id, [API_NAMES.taskId]: id },
				output: readOutput(context, item, outputProperty),
			};
		},
		async (context, { asked, output }, item) =>
			toItems(await fetchOne(context, asked, item), output).map((json) => ({ json })),
	),
};
