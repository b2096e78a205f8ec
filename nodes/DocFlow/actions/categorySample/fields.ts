import type { INodeProperties } from 'n8n-workflow';

import { locatorField, pickedField } from '../../parameters/locator';

/** The samples that something is about, to be read by `readIds`. */
export const sampleIdsField = (
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties =>
	pickedField(
		{
			name: 'sampleIds',
			noun: 'Sample',
			method: 'getSamples',
			dependsOn: ['categoryId', 'options.workspaceId'],
		},
		description,
		more,
	);

/** The one sample that something is about, to be read by `readId`. */
export const sampleField = (
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties =>
	locatorField(
		{ displayName: 'Sample', name: 'sampleId', search: 'searchSamples', description },
		more,
	);

/** How to see what became of samples. */
export const LOOK_AT_SAMPLES = 'Category Sample → Get Many';
