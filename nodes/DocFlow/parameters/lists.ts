import type { INodeProperties } from 'n8n-workflow';

import { type Reader, readValue } from './field';
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
