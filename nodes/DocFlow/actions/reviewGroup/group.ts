import type { INodeProperties } from 'n8n-workflow';

import { locatorField } from '../../parameters/locator';

/** A group of rules that something is about; `description` says what. */
export const groupField = (
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties =>
	locatorField({ displayName: 'Group', name: 'group', search: 'searchGroups', description }, more);

/** How to see what became of a group. */
export const LOOK_AT_GROUPS = 'Review Group → Get Many';
