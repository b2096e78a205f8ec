import { idField } from '../../parameters/fileIds';

/** The samples that something is about, to be read by `readIds`. */
export const sampleIdsField = (description: string, more: Parameters<typeof idField>[3] = {}) =>
	idField('sampleIds', 'Sample IDs', description, more);

/** How to see what became of samples. */
export const LOOK_AT_SAMPLES = 'Category Sample → Get Many';
