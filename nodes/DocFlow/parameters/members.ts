import { isRecord } from '../json';
import type { DocFlowContext } from '../transport/context';
import { type Field, fieldError, valueInWords } from './field';

type Value = 'text' | 'true or false' | 'a list of texts' | 'an object' | 'a list of objects';

const isList = (value: unknown, fits: (one: unknown) => boolean) =>
	Array.isArray(value) && value.every(fits);
const isText = (value: unknown) => typeof value === 'string';

const FITS: Record<Value, (value: unknown) => boolean> = {
	text: isText,
	'true or false': (value) => typeof value === 'boolean',
	'a list of texts': (value) => isList(value, isText),
	'an object': isRecord,
	'a list of objects': (value) => isList(value, isRecord),
};

/** The members that an object of a `json` field may have. */
export type Members = Record<string, Value>;

/**
 * Checks objects of a `json` field before they are sent: only members of these names and types, `required`, where there is one, with a text in it.
 * @throws NodeOperationError for anything else.
 */
export function checkMembers(
	context: DocFlowContext,
	item: number | undefined,
	field: Field,
	objects: Array<Record<string, unknown>>,
	members: Members,
	required?: string,
): void {
	const fail = (wrong: string, remedy: string) => fieldError(context, item, field, wrong, remedy);
	const known = `It may have these members: ${Object.keys(members).join(', ')}.`;
	for (const [at, object] of objects.entries()) {
		const entry = objects.length > 1 ? `entry ${at + 1}` : 'the entry';
		const name = required === undefined ? undefined : object[required];
		if (required !== undefined && (typeof name !== 'string' || name.trim() === ''))
			throw fail(`has no ${required} in ${entry}`, `Give ${entry} a "${required}" as text.`);
		for (const [member, value] of Object.entries(object)) {
			const due = members[member];
			if (due === undefined) throw fail(`has an unknown member "${member}" in ${entry}`, known);
			if (!FITS[due](value))
				throw fail(
					`has in ${entry} a ${member} that is ${valueInWords(field, value)}`,
					`It must be ${due}.`,
				);
		}
	}
}
