import type { DocFlowContext } from '../transport/context';
import { type Field, fieldError, readIfSet, type Reader, readValue } from './field';
import { workspaceProperty } from './fields';
import { splitList } from './lists';
import { toText } from './read';

/** What a sheet makes of a long number, such as `1.79548683466323E+19` or `1795486834663230000.0`. */
const SPOILT = /^[+-]?\d+([.,]\d+e\+?|e\+)\d+$|^\d{16,}[.,]0*$/i;

/** Marks that nobody sees, as chats and mails leave them in what is copied from there. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/** Digits as a Chinese input method types them, as plain ones. */
const withPlainDigits = (text: string): string =>
	text.replace(/[\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) - 0xff10));

/**
 * A value as an id or batch number.
 * @throws NodeOperationError when it is empty, not text, or has lost digits on its way.
 */
function toId(
	context: DocFlowContext,
	item: number | undefined,
	field: Field,
	value: unknown,
): string {
	const fail = (wrong: string, remedy: string) => fieldError(context, item, field, wrong, remedy);
	const empty = () =>
		fail(
			'is empty',
			'Enter it, or map it from an earlier node, e.g. {{ $json.batch_number }} after Upload.',
		);
	if (value === undefined || value === null) throw empty();
	const whole = typeof value === 'bigint' ? String(value) : value;
	if (typeof whole === 'number' && !Number.isSafeInteger(whole) && !Number.isNaN(whole))
		throw fail(
			'came as a number that is not exact',
			'Make it a string where it is made: a number of this size loses its last digits. In a sheet, format the column as text.',
		);
	const id = withPlainDigits(toText(context, item, field, whole).replace(INVISIBLE, '').trim());
	if (id === '') throw empty();
	if (SPOILT.test(id))
		throw fail(
			`has lost its last digits: ${id}`,
			'A sheet took it for a number and rounded it. Format the column as plain text there, then write the number again from the node that gave it.',
		);
	if (/^https?:/i.test(id))
		throw fail(
			'is a web address, not a number',
			'Enter only the number itself, without the address around it.',
		);
	return id;
}

/** The id or batch number of a field. @throws NodeOperationError as `toId` does, also when the field is empty. */
export const readId: Reader<Field, string> = (context, item, field, within) =>
	toId(context, item, field, readValue(context, item, field, within));

/**
 * The ids of a field, each once: an array, or text with commas, semicolons or line ends between them.
 * @throws NodeOperationError as `toId` does, also when there is none.
 */
export const readIds: Reader<Field, string[]> = (context, item, field, within) => {
	const list = splitList(readValue(context, item, field, within), /[,;，；、\r\n]/);
	const ids = list.length > 0 ? list : [undefined];
	return [...new Set(ids.map((one) => toId(context, item, field, one)))];
};

/** As `readIds`; undefined where nothing is picked or entered. @throws NodeOperationError as `readIds` does. */
export const readIdsIfAny: Reader<Field, string[] | undefined> = (context, item, field, within) => {
	const value = readValue(context, item, field, within);
	const isNone = Array.isArray(value) && value.length === 0;
	return value === undefined || isNone ? undefined : readIds(context, item, field, within);
};

/** The workspace of an item, or of a poll: the option, else the credential's. @throws NodeOperationError when both are empty. */
export async function readWorkspace(
	context: DocFlowContext,
	item: number | undefined,
): Promise<string> {
	const own = readIfSet(readId, context, item, workspaceProperty, 'options');
	if (own !== undefined) return own;
	const { workspaceId } = await context.getCredentials('docFlowApi', item);
	const field = { name: 'workspaceId', displayName: "The credential's Workspace ID" };
	return toId(context, undefined, field, workspaceId);
}
