import type { Resource } from '../operation';
import { deleteFiles } from './delete.operation';
import { fetch } from './fetch.operation';
import { upload } from './upload.operation';

/** The menu of a document. */
export const file: Resource = {
	value: 'file',
	name: 'File',
	description: 'A document, from its upload to its results',
	operations: [upload, fetch, deleteFiles],
};
