import type { INodeProperties, INodePropertyOptions, NodeOperationError } from 'n8n-workflow';

import { isRecord } from '../json';
import { inputError } from '../transport/errors';
import { type DocFlowContext, parameterOf } from '../transport/context';

/** A field with options to choose from; their values are known to the compiler too. */
export type ChoiceField<Value extends string | number> = Omit<
	INodeProperties,
	'options' | 'default'
> & {
	options: Array<INodePropertyOptions & { value: Value }>;
	default: Value;
};

/** A field of options, as it is: only its values become a type. */
export const choiceField = <Value extends string | number>(
	field: ChoiceField<Value>,
): ChoiceField<Value> => field;

/** What of a field the readers need. */
export type Field = Pick<INodeProperties, 'name' | 'displayName' | 'typeOptions'>;

/**
 * One reader for each kind of value. `item` is the input item, undefined in a poll; `within` is the collection that
 * holds the field, such as `options`. A field that is not set, or that an expression leaves empty, gives its default.
 */
export type Reader<F extends Field, T> = (
	context: DocFlowContext,
	item: number | undefined,
	field: F,
	within?: string,
) => T;

/** An expression that n8n takes for plain text. */
const LEFT_EXPRESSION = /\{\{[^]*\}\}/;

/** What a resource locator holds, also one that was only added (the editor leaves its mark out); any other value as it is. */
export const entered = (value: unknown): unknown =>
	isRecord(value) && (value.__rl === true || ('mode' in value && 'value' in value))
		? value.value
		: value;

/** Whether there is nothing in a value. */
const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/**
 * What a field holds for an item, whatever it is; undefined when that is nothing.
 * @throws NodeOperationError for an expression that was typed as plain text.
 */
export function readValue(
	context: DocFlowContext,
	item: number | undefined,
	field: Field,
	within?: string,
): unknown {
	const path = within === undefined ? field.name : `${within}.${field.name}`;
	const raw = entered(parameterOf(context, path, item, true));
	// Options that nobody added are most there are, and n8n takes its time to resolve what is not there.
	if (raw === undefined || raw === null) return undefined;
	if (typeof raw === 'string' && !raw.startsWith('=') && LEFT_EXPRESSION.test(raw))
		throw fieldError(
			context,
			item,
			field,
			'holds an expression as plain text',
			'Point at the field and switch it from Fixed to Expression.',
		);
	const value = entered(parameterOf(context, path, item));
	return isEmpty(value) ? undefined : value;
}

/** What a reader gives, or undefined when the field is not set: what is not sent leaves the choice to DocFlow. */
export const readIfSet = <F extends Field, T>(
	read: Reader<F, T>,
	...[context, item, field, within]: Parameters<Reader<F, T>>
): T | undefined =>
	readValue(context, item, field, within) === undefined
		? undefined
		: read(context, item, field, within);

/** The error of a field: names it and the item, then says what is wrong with it and what to do. */
export const fieldError = (
	context: DocFlowContext,
	item: number | undefined,
	{ displayName }: Pick<Field, 'displayName'>,
	wrong: string,
	remedy: string,
): NodeOperationError =>
	inputError(
		context,
		item,
		`${displayName}${item === undefined ? '' : ` of item ${item}`} ${wrong}`,
		remedy,
	);

const MAX_SHOWN = 60;

/** A value in words; a secret is not shown. */
export function valueInWords({ typeOptions }: Field, value: unknown): string {
	if (value === undefined || value === null) return 'empty';
	if (isDate(value)) return 'a date';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object' || typeof value === 'function') return 'an object';
	if (typeof value === 'number' && Number.isNaN(value)) return 'not a number (NaN)';
	if (typeOptions?.password) return 'something else';
	const text = String(value);
	const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
	return typeof value === 'string' ? `"${shown}"` : shown;
}

/** A `Date`, of whatever context n8n ran the expression in, or a luxon `DateTime`. */
export const isDate = (value: unknown): value is { valueOf(): number } =>
	typeof value === 'object' &&
	value !== null &&
	(Object.prototype.toString.call(value) === '[object Date]' ||
		('toMillis' in value && typeof value.toMillis === 'function'));
