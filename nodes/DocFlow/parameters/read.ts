import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { OutputKind, OutputOptions } from '../output';
import type { FieldNames } from '../output/simplified';
import type { DocFlowContext } from '../transport/context';
import { inputError } from '../transport/errors';

/** The form of the results, as `outputProperty` and `outputOptionProperties` show it. */
export function toOutputOptions(output: unknown, options: IDataObject): OutputOptions {
	return {
		output: output as OutputKind,
		fieldNames: (options.fieldNames ?? 'key') as FieldNames,
		splitChildren: options.splitChildren !== false,
	};
}

/** Half of a character, as cutting a text in the middle of an emoji leaves it: no address can carry it. */
const HALF_CHARACTER = /\p{Cs}/u;

/** Many times what an id, a category or a password has; a server may break off at an address that is too long. */
const MAX_TEXT = 1000;

/** @throws NodeOperationError for a text of a query that can't be sent. */
export function checkText(
	context: DocFlowContext,
	item: number | undefined,
	label: string,
	value: unknown,
): void {
	const { length } = String(value);
	if (length > MAX_TEXT)
		throw inputError(
			context,
			item,
			`${label} has ${length} characters, more than the ${MAX_TEXT} an address can carry`,
			'Check what is mapped to it: it may be a whole document.',
		);
	if (HALF_CHARACTER.test(String(value)))
		throw inputError(
			context,
			item,
			`${label} holds half of a character`,
			'A text was cut in the middle of an emoji or a rare character: map the whole text.',
		);
}

/**
 * An id or batch number as text.
 * @throws NodeOperationError when it is empty, too long, holds half of a character, or is a number that has lost digits on its way.
 */
export function readId(
	context: DocFlowContext,
	item: number | undefined,
	label: string,
	value: unknown,
): string {
	if (typeof value === 'number' && !Number.isSafeInteger(value))
		throw inputError(
			context,
			item,
			`${label} came as a number that is too large to be exact`,
			`Make it a string where it is made: a number of this size loses its last digits. In a sheet, format the column as text.`,
		);
	const id = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (id === '')
		throw inputError(
			context,
			item,
			`${label} is empty`,
			`Enter it, or map it from an earlier node, e.g. {{ $json.batch_number }} after Upload.`,
		);
	checkText(context, item, label, id);
	return id;
}

/** Reads the output of one input item. */
export function readOutput(
	context: IExecuteFunctions,
	item: number,
	options: IDataObject,
): OutputOptions {
	return toOutputOptions(context.getNodeParameter('output', item, 'simplified'), options);
}

/** A number of at least 1, or another least one. @throws NodeOperationError for anything else, which an expression may give. */
export function readNumber(
	context: DocFlowContext,
	item: number | undefined,
	label: string,
	value: unknown,
	least = 1,
): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && number >= least) return number;
	throw inputError(
		context,
		item,
		`${label}${item === undefined ? '' : ` of item ${item}`} is not a number of at least ${least}: ${String(value)}`,
		'Enter a whole number, or clear the field to use the default.',
	);
}

/** The wait time option of an item, in seconds. */
export function readWaitTimeout(
	context: IExecuteFunctions,
	item: number,
	options: IDataObject,
): number {
	return readNumber(context, item, 'Wait Timeout', options.waitTimeout ?? 600);
}

/** The workspace of an item, or of a poll: the option, else the credential's. @throws NodeOperationError when both are empty. */
export async function readWorkspace(
	context: DocFlowContext,
	item: number | undefined,
	options: IDataObject,
): Promise<string> {
	const own = options.workspaceId;
	if (own !== undefined && own !== '') return readId(context, item, 'Workspace ID', own);
	const { workspaceId } = await context.getCredentials('docFlowApi', item);
	return readId(context, item, "The credential's Workspace ID", workspaceId);
}
