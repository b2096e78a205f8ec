import type { INodeProperties } from 'n8n-workflow';

import type { DocFlowContext } from '../transport/context';
import { readFlag, readNumber } from './read';

const returnAllField: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: true,
	description: 'Whether to return all results or only up to a given limit',
};

const limitField: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 50,
	displayOptions: { show: { returnAll: [false] } },
	description: 'Max number of results to return',
};

/** n8n's usual pair of a list. */
export const limitFields: INodeProperties[] = [returnAllField, limitField];

/** The most entries to return; undefined for all. @throws NodeOperationError as `readFlag` and `readNumber` do. */
export const readLimit = (context: DocFlowContext, item: number | undefined): number | undefined =>
	readFlag(context, item, returnAllField) ? undefined : readNumber(context, item, limitField);
