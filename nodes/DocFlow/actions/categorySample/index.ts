import type { Resource } from '../operation';
import { deleteSamples } from './delete.operation';
import { downloadSamples } from './download.operation';
import { getSamples } from './getMany.operation';
import { uploadSamples } from './upload.operation';

/** The menu of the sample files of a category. */
export const categorySample: Resource = {
	value: 'categorySample',
	name: 'Category Sample',
	description: 'A document from which DocFlow learns what those of a category are like',
	operations: [deleteSamples, downloadSamples, getSamples, uploadSamples],
};
