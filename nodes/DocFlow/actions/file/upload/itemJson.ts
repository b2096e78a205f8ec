import type { IDataObject } from 'n8n-workflow';

import type { InputFile } from '../../../delivery';
import type { TakenFile } from '../../../files/types';
import type { Refused } from './found';

/** The file's name, the one it came with, and where it came from, as part of an output item. */
export const originJson = ({ name, givenName, origin }: InputFile): IDataObject => ({
	file_name: givenName || name,
	...origin,
});

/** A taken file as an output item. What DocFlow calls a file behind an address is the name it has. */
export const takenJson = (
	batchNumber: string,
	file: InputFile,
	{ id, task_id, name, format }: TakenFile,
): IDataObject => ({
	batch_number: batchNumber,
	file_id: id,
	task_id: task_id ?? null,
	format: format ?? null,
	...originJson('url' in file.origin ? { ...file, givenName: name || file.givenName } : file),
});

/** A file that is left out as an output item, in the columns of those that went up. */
export const skippedJson = ({ name, origin, reason }: Refused): IDataObject => ({
	batch_number: null,
	file_id: null,
	task_id: null,
	format: null,
	file_name: name,
	...origin,
	status: 'skipped',
	reason,
});
