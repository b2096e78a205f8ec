import { arrayOf, isRecord, isTooDeep } from '../json';
import type { DocFlowContext } from '../transport/context';
import { type Field, fieldError, type Reader, readValue, valueInWords } from './field';

/** Text of a `json` field, or of an agent's tool, as what it says. @throws NodeOperationError when it is no JSON. */
function parsed(
	context: DocFlowContext,
	item: number | undefined,
	field: Field,
	value: unknown,
): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value);
	} catch {
		throw fieldError(
			context,
			item,
			field,
			`is not valid JSON: ${valueInWords(field, value)}`,
			'Check quotes, commas and brackets, or map an object or a list to it with an expression.',
		);
	}
}

/**
 * The object of a field: of its JSON text, or mapped to it as an object. Empty where it is not set.
 * @throws NodeOperationError for anything else, or what is nested too deep.
 */
export const readObject: Reader<Field, Record<string, unknown>> = (
	context,
	item,
	field,
	within,
) => {
	const value = parsed(context, item, field, readValue(context, item, field, within) ?? {});
	if (isRecord(value) && !isTooDeep(value)) return value;
	throw fieldError(
		context,
		item,
		field,
		`must be one JSON object, but is ${valueInWords(field, value)}`,
		'Begin it with { and end it with }.',
	);
};

/**
 * The objects of a field: of its JSON text, or mapped to it as a list; a single object counts as a list of one. None where it
 * is not set. @throws NodeOperationError for anything else, or what is nested too deep.
 */
export const readObjects: Reader<Field, Array<Record<string, unknown>>> = (
	context,
	item,
	field,
	within,
) => {
	const value = parsed(context, item, field, readValue(context, item, field, within) ?? []);
	const list = arrayOf(isRecord(value) ? [value] : value);
	if (Array.isArray(list) && list.every(isRecord) && !isTooDeep(list)) return list;
	throw fieldError(
		context,
		item,
		field,
		`must be a JSON list of objects, but is ${valueInWords(field, value)}`,
		'Begin it with [ and end it with ], with { } around each of its members.',
	);
};
