import type { IBinaryData, INodeProperties } from 'n8n-workflow';

import { isRecord } from '../json';
import { type Field, fieldError, type Reader, readValue, valueInWords } from './field';
import { toText } from './read';

/** The parts of a list: of an array, or of text with something between them. Empty ones are left out. */
export function splitList(value: unknown, between: RegExp): unknown[] {
	const parts: unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.split(between)
			: [value];
	return parts
		.map((one) => (typeof one === 'string' ? one.trim() : one))
		.filter((one) => one !== undefined && one !== null && one !== '');
}

/**
 * The texts of a field: an array, or text with commas or line ends between them. None when it is not set and has no default.
 * @throws NodeOperationError for what is not text.
 */
export const readTexts: Reader<INodeProperties, string[]> = (context, item, field, within) =>
	splitList(readValue(context, item, field, within) ?? field.default, /[,，\r\n]/).map((one) =>
		toText(context, item, field, one),
	);

/** A binary field as n8n hands it out. */
const isBinary = (value: unknown): value is IBinaryData =>
	isRecord(value) && typeof value.mimeType === 'string' && typeof value.data === 'string';

/**
 * What a field for binary data names: names and patterns, or the binary data itself, of this or an earlier node.
 * @throws NodeOperationError for anything else, or when it is empty.
 */
export const readBinaryFields: Reader<INodeProperties, Array<string | IBinaryData>> = (
	context,
	item,
	field,
	within,
) => {
	const value = readValue(context, item, field, within);
	const list = splitList(value, /[,，\r\n]/);
	if (list.length === 0)
		throw fieldError(
			context,
			item,
			field,
			'is empty',
			'Enter the name of a binary field, or * for all files of the item.',
		);
	return list.map((one) => {
		if (isBinary(one)) return one;
		if (typeof one === 'string' || typeof one === 'number')
			return toText(context, item, field, one);
		throw fieldError(
			context,
			item,
			field,
			`must name binary fields, but is ${valueInWords(field, one)}`,
			'Enter the name of a binary field, such as data, or map one: {{ $binary.data }}.',
		);
	});
};

/** Blanks, commas and semicolons stand between addresses only where another one begins: they may be part of one. */
const BETWEEN_URLS = /\r?\n|[\s,;，；]+(?=[a-z][a-z\d+.-]*:\/\/|data:)/i;

/** What is left behind at the end of a line; the addresses of an array are taken as they are. */
const AFTER_URLS = /[ \t,;，；]+$/gm;

/**
 * The public addresses of a field: an array, or text with lines, blanks, commas or semicolons between them.
 * @throws NodeOperationError when there is none, or one is not http(s).
 */
export const readUrls: Reader<Field, string[]> = (context, item, field, within) => {
	const value = readValue(context, item, field, within);
	const list = splitList(
		typeof value === 'string' ? value.replace(AFTER_URLS, '') : value,
		BETWEEN_URLS,
	);
	if (list.length === 0)
		throw fieldError(context, item, field, 'is empty', 'Enter one address per line.');
	return list.map((one) => {
		const url = toUrl(one);
		if (url !== undefined) return url;
		throw fieldError(
			context,
			item,
			field,
			`must be public web addresses, but there is ${valueInWords(field, one)}`,
			'DocFlow downloads the file itself: enter an address that starts with http:// or https://.',
		);
	});
};

/** The address as DocFlow takes it: its scheme in small letters. Undefined when it is none. */
function toUrl(value: unknown): string | undefined {
	const url = (
		value instanceof URL ? String(value) : typeof value === 'string' ? value : ''
	).replace(/^https?:/i, (scheme) => scheme.toLowerCase());
	return /^https?:\/\//.test(url) && URL.canParse(url) ? url : undefined;
}
