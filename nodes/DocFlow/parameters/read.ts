import type { INodeProperties } from 'n8n-workflow';

import type { DocFlowContext } from '../transport/context';
import {
	type ChoiceField,
	entered,
	type Field,
	fieldError,
	type Reader,
	readValue,
	valueInWords,
} from './field';

/** Half of a character, as cutting a text in the middle of an emoji leaves it: no request can carry it. */
const HALF_CHARACTER = /\p{Cs}/u;

/** Many times what an id, a name or a password has; a server may break off at an address that is too long. */
const MAX_TEXT = 1000;
/** The same of a text that may be a paragraph: longer than anything a person writes into a panel. */
const MAX_LONG_TEXT = 4000;

/** What JavaScript makes of an object that stands in the middle of a text. */
const OBJECT_IN_TEXT = '[object Object]';

/** Text, or a number that is exact: 1e300 has lost what it was. */
export const isPlainText = (value: unknown): value is string | number =>
	typeof value === 'string' ||
	(typeof value === 'number' &&
		Number.isFinite(value) &&
		(!Number.isInteger(value) || Number.isSafeInteger(value)));

/**
 * A value as text: numbers too, for a sheet's 2026 is one. Blanks around it go, but not those of a password.
 * @throws NodeOperationError for anything else, and for a text that is longer than it may be or holds half of a character.
 */
export function toText(
	context: DocFlowContext,
	item: number | undefined,
	field: Field,
	value: unknown,
	isLong = false,
): string {
	const fail = (wrong: string, remedy: string) => fieldError(context, item, field, wrong, remedy);
	if (!isPlainText(value))
		throw fail(
			`must be text, but is ${valueInWords(field, value)}`,
			'Map a single value to it, not a whole object or list.',
		);
	const text = field.typeOptions?.password ? String(value) : String(value).trim();
	if (text.includes(OBJECT_IN_TEXT))
		throw fail(
			`must be text, but there is an object in it: ${valueInWords(field, text)}`,
			'Map one of its values instead, e.g. {{ $json.supplier.name }} in place of {{ $json.supplier }}.',
		);
	const most = isLong ? MAX_LONG_TEXT : MAX_TEXT;
	if (text.length > most)
		throw fail(
			`has ${text.length} characters, more than the ${most} that it may have`,
			'Check what is mapped to it: it may be a whole document.',
		);
	if (HALF_CHARACTER.test(text))
		throw fail(
			'holds half of a character',
			'A text was cut in the middle of an emoji or a rare character: map the whole text.',
		);
	return text;
}

/** The text of a field; empty when it is not set and has no default. @throws NodeOperationError as `toText` does. */
export const readText: Reader<INodeProperties, string> = (context, item, field, within) =>
	toText(
		context,
		item,
		field,
		readValue(context, item, field, within) ?? entered(field.default) ?? '',
	);

/** As `readText`, of a text that goes in a body and may be long. @throws NodeOperationError as `toText` does. */
export const readLongText: Reader<INodeProperties, string> = (context, item, field, within) =>
	toText(
		context,
		item,
		field,
		readValue(context, item, field, within) ?? field.default ?? '',
		true,
	);

/** The switch of a field; `"true"` and `"false"` in any case count. @throws NodeOperationError for anything else. */
export const readFlag: Reader<INodeProperties, boolean> = (context, item, field, within) => {
	const value = readValue(context, item, field, within) ?? field.default;
	const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (word === true || word === 'true') return true;
	if (word === false || word === 'false') return false;
	throw fieldError(
		context,
		item,
		field,
		`must be true or false, but is ${valueInWords(field, value)}`,
		'Switch it by hand, or map a value to it that is true or false, e.g. {{ $json.pages > 1 }}.',
	);
};

/**
 * The number of a field, also from text. Bounds and whether it must be whole stand in the field's `typeOptions`.
 * @throws NodeOperationError for anything else, or a number that is out of bounds.
 */
export const readNumber: Reader<INodeProperties, number> = (context, item, field, within) => {
	const value = readValue(context, item, field, within) ?? field.default;
	const {
		minValue = 0,
		maxValue = Number.MAX_SAFE_INTEGER,
		numberPrecision,
	} = field.typeOptions ?? {};
	const isWhole = numberPrecision === 0;
	const number = typeof value === 'string' ? Number(value.trim()) : value;
	const fits = (one: unknown): one is number =>
		typeof one === 'number' &&
		one >= minValue &&
		one <= maxValue &&
		(!isWhole || Number.isInteger(one));
	if (fits(number)) return number;
	const range =
		field.typeOptions?.maxValue === undefined
			? `of at least ${minValue}`
			: `from ${minValue} to ${maxValue}`;
	throw fieldError(
		context,
		item,
		field,
		`must be a ${isWhole ? 'whole number' : 'number'} ${range}, but is ${valueInWords(field, value)}`,
		'Enter a number, or clear the field to use the default.',
	);
};

/** The option that a value means: by its value, in any case, or by a name that only one option has. */
function findOption<Value extends string | number>(
	{ options }: ChoiceField<Value>,
	value: unknown,
): Value | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const isSame = (one: string | number) =>
		String(one).trim().toLowerCase() === String(value).trim().toLowerCase();
	const exact = options.find((option) => option.value === value);
	const byValue = options.filter((option) => isSame(option.value));
	const byName = options.filter((option) => isSame(option.name));
	for (const found of [exact === undefined ? [] : [exact], byValue, byName])
		if (found.length === 1) return found[0].value;
	return undefined;
}

/**
 * The chosen option of a field, always one of its own values.
 * @throws NodeOperationError for anything else; it lists what may be chosen.
 */
export function readChoice<Value extends string | number>(
	context: DocFlowContext,
	item: number | undefined,
	field: ChoiceField<Value>,
	within?: string,
): Value {
	const value = readValue(context, item, field, within);
	const found = value === undefined ? field.default : findOption(field, value);
	if (found !== undefined) return found;
	const allowed = field.options.map(({ value: one, name }) =>
		String(one).toLowerCase() === name.toLowerCase() ? String(one) : `${one} (${name})`,
	);
	throw fieldError(
		context,
		item,
		field,
		`must be one of its options, but is ${valueInWords(field, value)}`,
		`Choose one of these: ${allowed.join(', ')}.`,
	);
}
