import { fetchFinished, idsOf, isChild } from '../../files/one';
import { optionsField } from '../../parameters/fields';
import { idField } from '../../parameters/fileIds';
import { readId, readWorkspace } from '../../parameters/ids';
import { parserOptionsField, readParserOptions } from '../../parameters/parserOptions';
import { apiError } from '../../transport/errors';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';

const taskIdField = idField(
	'taskId',
	'Task ID',
	'The task_id of a finished file, as Upload, Fetch or the trigger gave it; of a split or cropped file that of the whole, its parent_task_id',
);

/** File → Retry (DocFlow API, "Retry File Processing"). Only finished ordinary and parent tasks can be retried. */
export const retryFile: Operation = {
	value: 'retry',
	name: 'Retry',
	action: 'Retry a file',
	description:
		'Let DocFlow read a finished file once more, with other parser options if need be. The new results replace the old ones, also what people corrected; get them with File → Fetch.',
	properties: [taskIdField, parserOptionsField, optionsField()],
	execute: forEachItemOnce(
		async (context, item) => ({
			asked: {
				workspace_id: await readWorkspace(context, item),
				task_id: readId(context, item, taskIdField),
			},
			parser_params: readParserOptions(context, item),
		}),
		async (context, { asked, parser_params }, itemIndex) => {
			const file = await fetchFinished(context, asked, 'retried', itemIndex);
			if (isChild(file)) {
				const message = `${file.name || file.id} is a part of a split or cropped file, and can't be retried alone`;
				const advice = `Retry the whole file by its task: ${file.parent_task_id ?? 'the parent_task_id that Fetch gives'}.`;
				throw apiError(context, { message, advice }, itemIndex);
			}
			const params = Object.keys(parser_params).length > 0 && { parser_params };
			await docFlowRequest(context, {
				method: 'POST',
				path: '/file/retry',
				repeat: 'once',
				body: { ...asked, ...params },
				itemIndex,
				look: 'File → Get',
			});
			return { json: { retried: true, ...idsOf(file) } };
		},
	),
};
