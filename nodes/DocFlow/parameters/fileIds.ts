import type { INodeProperties } from 'n8n-workflow';

/** What tells files apart, with the API's name for each. */
export type FileId = 'batchNumber' | 'fileId' | 'taskId';

export const API_NAMES = {
	batchNumber: 'batch_number',
	fileId: 'file_id',
	taskId: 'task_id',
} as const;

/** A text field for an id or number of DocFlow's, to be read by `readId` or `readIds`. */
export const idField = (
	name: string,
	displayName: string,
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 1978297791713619968',
	description: `${description}. Keep it text: as a number it loses its last digits.`,
	...more,
});

/** A field for each of the ids, shown when the field `chosenBy` names it; `what` is said of each, such as "to fetch". */
export function fileIdFields(chosenBy: string, what: string): Record<FileId, INodeProperties> {
	const field = (name: FileId, displayName: string, subject: string, placeholder?: string) =>
		idField(name, displayName, `${subject} ${what}`, {
			displayOptions: { show: { [chosenBy]: [name] } },
			...(placeholder !== undefined && { placeholder }),
		});
	return {
		batchNumber: field('batchNumber', 'Batch Number', 'The batch_number', 'e.g. 202609150001'),
		fileId: field('fileId', 'File ID', 'The file_id'),
		taskId: field('taskId', 'Task ID', 'The task_id'),
	};
}
