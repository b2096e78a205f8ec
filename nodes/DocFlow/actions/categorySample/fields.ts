import { idField } from '../../parameters/fileIds';

/** The samples that something is about, to be read by `readIds`. */
export const sampleIdsField = (description: string, more: Parameters<typeof idField>[3] = {}) =>
	idField('sampleIds', 'Sample IDs', description, more);
