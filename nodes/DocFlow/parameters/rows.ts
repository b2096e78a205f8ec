import type { INodeProperties } from 'n8n-workflow';

import { isRecord } from '../json';
import { type DocFlowContext, parameterOf } from '../transport/context';
import { fieldError } from './field';
import { readText } from './read';

/** The group of a fixedCollection whose rows all are alike. */
const GROUP = 'values';

/** A collection of rows that are alike, to be read by `rowsOf`. */
export const rowsField = (
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'> & {
		/** What a row is, in the singular. */
		row: string;
		values: INodeProperties[];
	},
	more: Partial<INodeProperties> = {},
): INodeProperties => {
	const { row, values, ...rest } = field;
	return {
		...rest,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: `Add ${row}`,
		default: {},
		options: [{ name: GROUP, displayName: row, values }],
		...more,
	};
};

/** Where each row stands, for the readers (`within`). A single row that an expression brings counts as well. */
export function rowsOf(
	context: DocFlowContext,
	item: number | undefined,
	{ name }: INodeProperties,
): string[] {
	const path = `${name}.${GROUP}`;
	const rows = parameterOf(context, path, item);
	if (isRecord(rows)) return [path];
	return Array.isArray(rows) ? rows.map((_row, at) => `${path}[${at}]`) : [];
}

/** The name that a row holds. @throws NodeOperationError when it is empty. */
export function readRowName(
	context: DocFlowContext,
	item: number | undefined,
	field: INodeProperties,
	within: string,
): string {
	const name = readText(context, item, field, within);
	if (name !== '') return name;
	throw fieldError(context, item, field, 'is empty', 'Enter a name, or take the row away.');
}
