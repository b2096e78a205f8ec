import { unread } from './unreadable';

/** Deeper than any document; n8n itself could not store what is much deeper. */
const MAX_DEPTH = 100;

/** Whether a value is a JSON object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is nested too deep to be walked through. */
export function isTooDeep(value: unknown, levels = MAX_DEPTH): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((part) => isTooDeep(part, levels - 1));
}

/** A list, where there is one. @throws Unreadable for anything else than a list, null or nothing. */
export function listOf(value: unknown, what: string): unknown[] {
	if (value === undefined || value === null) return [];
	if (!Array.isArray(value)) throw unread(`${what} is not a list`);
	return value;
}

/** The records of a list. @throws Unreadable when it is not a list of records. */
function recordsOf(value: unknown, what: string): Array<Record<string, unknown>> {
	return listOf(value, what).map((one) => {
		if (!isRecord(one)) throw unread(`${what} holds something that is not a record`);
		return one;
	});
}

/** @throws Unreadable when one of the names is there and is not text. */
function checkTexts(record: Record<string, unknown>, names: string[], what: string): void {
	for (const name of names)
		if (record[name] !== undefined && record[name] !== null && typeof record[name] !== 'string')
			throw unread(`${name} in ${what} is not text`);
}

/** A column gets its name from these. */
const NAMES = ['key', 'identifier', 'translated_key'];

function checkCells(value: unknown, what: string): void {
	for (const cell of recordsOf(value, what)) checkTexts(cell, NAMES, what);
}

function checkRows(value: unknown, what: string): void {
	for (const row of listOf(value, what)) checkCells(row, `a row of ${what}`);
}

/**
 * Makes sure that what was read out of a document has the shape in which it is put out, so that no field or row is
 * passed over. @throws Unreadable naming what is wrong.
 */
export function checkData(data: unknown): void {
	if (data === undefined || data === null) return;
	if (!isRecord(data)) throw unread('the data of a file is not a record');
	checkCells(data.fields, 'data.fields');
	checkRows(data.items, 'data.items');
	for (const table of recordsOf(data.tables, 'data.tables')) {
		checkTexts(table, ['tableName', 'translated_table_name'], 'data.tables');
		checkRows(table.items, 'a table');
	}
	for (const name of ['stamps', 'handwritings'])
		for (const mark of recordsOf(data[name], `data.${name}`)) checkTexts(mark, ['text'], `data.${name}`);
	const check = data.invoiceVerifyResult;
	if (check !== undefined && check !== null && !isRecord(check)) throw unread('data.invoiceVerifyResult is not a record');
}
