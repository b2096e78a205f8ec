import type { DocFlowFile } from '../types';
import { checkData, isRecord, isTooDeep, listOf } from './readData';
import { unread } from './unreadable';

/** All that is an id, also one that only Raw puts out. */
const ID = /(^|_)id$|^batch_number$/;
/** DocFlow's ids have 20 digits at most; a long one would fill the trigger's memory. */
const MAX_ID = 200;

/** An id as text, or null. @throws Unreadable when it is something else, or a number that lost digits. */
function readId(name: string, id: unknown): string | null {
	if (id === null) return null;
	// Where a large number was read, its last digits are already gone.
	if (typeof id === 'number' && !Number.isSafeInteger(id)) throw unread(`the ${name} of a file came as a number that is not exact`);
	if (typeof id !== 'string' && typeof id !== 'number') throw unread(`the ${name} of a file is neither text nor a number`);
	if (String(id).length > MAX_ID) throw unread(`the ${name} of a file is longer than ${MAX_ID} characters`);
	return String(id);
}

/** A status code, known or not. @throws Unreadable when it is not a whole number. */
function readStatus(name: string, status: unknown): number {
	const isWhole = typeof status === 'string' ? /^-?\d{1,9}$/.test(status) : Number.isSafeInteger(status);
	if (!isWhole) throw unread(`the ${name} of a file is not a whole number`);
	return Number(status);
}

function readName(name: unknown): string {
	if (name === undefined || name === null) return '';
	if (typeof name !== 'string') throw unread('the name of a file is not text');
	return name;
}

/** What files of an upload's answer need not have. */
interface Leniency {
	/** The status to take where there is none; without it there must be one, since a file without would never end. */
	status?: number;
}

function readRecord(value: unknown, leniency: Leniency): DocFlowFile {
	if (!isRecord(value)) throw unread('a file in it is not a record');
	const record = { ...value };
	for (const name of Object.keys(record).filter((key) => ID.test(key))) record[name] = readId(name, record[name]);
	if (typeof record.id !== 'string' || record.id === '') throw unread('a file in it has no id');
	const { verification_status: verified = null } = record;
	checkData(record.data);
	listOf(record.pages, 'pages');
	if (record.child_files !== undefined)
		record.child_files = listOf(record.child_files, 'child_files').map((child) => readRecord(child, leniency));
	return {
		...record,
		id: record.id,
		name: readName(record.name),
		recognition_status: readStatus('recognition_status', record.recognition_status ?? leniency.status),
		...(verified !== null && { verification_status: readStatus('verification_status', verified) }),
	} as DocFlowFile;
}

/**
 * A record of an answer as a file, its ids as text, its children likewise.
 * @throws Unreadable naming why it is not a file's record: nothing in it is passed over.
 */
export function readFile(value: unknown, leniency: Leniency = {}): DocFlowFile {
	if (isTooDeep(value)) throw unread('a file in it is nested too deep');
	return readRecord(value, leniency);
}
