import type { Resource } from '../operation';
import { getStatus } from './getStatus.operation';
import { waitForBatches } from './wait.operation';

/** The menu of the files of one upload. */
export const batch: Resource = {
	value: 'batch',
	name: 'Batch',
	description: 'Files that were uploaded together',
	operations: [getStatus, waitForBatches],
};
