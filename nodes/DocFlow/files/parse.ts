import { isTooDeep, listOf, recordOf, textOf } from '../json';
import { unreadable } from '../transport/unreadable';
import type { DocFlowFile } from './types';

/** The ids by which the node asks, joins and remembers: a wrong one would be another file's. */
const OWN_IDS = new Set(['id', 'task_id', 'parent_task_id', 'batch_number']);
/** DocFlow's ids have 20 digits at most; a long one would fill the trigger's memory. */
const MAX_ID = 200;

/** A whole number whose last digits were already gone when it was read. */
const isInexact = (id: unknown): boolean => Number.isInteger(id) && !Number.isSafeInteger(id);

/** An id of our own as text; null where there is none. @throws Unreadable when it is something else, or has lost digits. */
function parseOwnId(name: string, id: unknown): string | null {
	if (id === null) return null;
	if (isInexact(id)) throw unreadable(`the ${name} of a file came as a number that is not exact`);
	if (typeof id !== 'string' && !Number.isInteger(id))
		throw unreadable(`the ${name} of a file is neither text nor a whole number`);
	const text = textOf(id);
	if (text.length > MAX_ID)
		throw unreadable(`the ${name} of a file is longer than ${MAX_ID} characters`);
	return text;
}

/** An id as text where it must be exact; of the others, which only Raw shows, an inexact one says that it is. */
function parseId(name: string, id: unknown): unknown {
	if (OWN_IDS.has(name)) return parseOwnId(name, id);
	return name.endsWith('_id') && isInexact(id) ? `${textOf(id)} (not exact)` : id;
}

/** A status code, which may come as text. Anything else stays, and is no known status. */
const parseStatus = (status: unknown): unknown =>
	typeof status === 'string' && /^\d{1,9}$/.test(status) ? Number(status) : status;

/** A record, its children likewise; a child that is none is one with nothing but data. */
function parseRecord(value: unknown): DocFlowFile {
	const record: Record<string, unknown> = Object.fromEntries(
		Object.entries(recordOf(value, 'data')).map(([name, member]) => [name, parseId(name, member)]),
	);
	const {
		id,
		name,
		recognition_status,
		verification_status,
		child_files: children = null,
	} = record;
	return {
		...record,
		id: textOf(id),
		name: textOf(name),
		recognition_status: parseStatus(recognition_status),
		verification_status: parseStatus(verification_status),
		...(children !== null && { child_files: listOf(children).map(parseRecord) }),
	};
}

/**
 * A record of an answer as a file, its ids as text. All that is not needed to tell files apart may be odd or missing.
 * @throws Unreadable when it has no id or a wrong one, or is nested too deep.
 */
export function parseFile(value: unknown): DocFlowFile {
	if (isTooDeep(value)) throw unreadable('a file in it is nested too deep');
	const file = parseRecord(value);
	if (file.id === '') throw unreadable('a file in it has no id');
	return file;
}
