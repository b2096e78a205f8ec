import type { Resource } from '../operation';
import { amendCategory } from './amendCategory.operation';
import { deleteFiles } from './delete.operation';
import { extractFields } from './extractFields.operation';
import { fetch } from './fetch.operation';
import { getFile } from './get.operation';
import { retryFile } from './retry.operation';
import { translateFile } from './translate.operation';
import { updateFields } from './update.operation';
import { upload } from './upload.operation';

/** The menu of a document. */
export const file: Resource = {
	value: 'file',
	name: 'File',
	description: 'A document, from its upload to its results',
	operations: [
		upload,
		fetch,
		getFile,
		updateFields,
		amendCategory,
		extractFields,
		retryFile,
		translateFile,
		deleteFiles,
	],
};
