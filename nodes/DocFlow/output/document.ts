import type { DocFlowFile, KeyValue } from '../files/types';
import { isRecord, listOf, recordOf, textOf } from '../json';

/** Which of DocFlow's names becomes the column: its label, the export identifier, or the translation. */
export type FieldNames = 'key' | 'identifier' | 'translated';

/** One value that was read out of a document, with the name it has there. */
export interface Cell {
	label: string;
	/** Its export identifier, beside a label that is another name. */
	identifier?: string;
	value: unknown;
	/** From 0 to 1; null where DocFlow does not say. */
	confidence: number | null;
	/** The page it stands on, from 1; null where DocFlow does not say. */
	page: number | null;
}

export interface Table {
	name: unknown;
	/** Its place among the tables of its file, from 1, whatever it is called and whether others have rows. */
	index: number;
	rows: Cell[][];
}

/** What was read out of a file. */
export interface Document {
	fields: Cell[];
	stamps: Cell[];
	handwritings: Cell[];
	/** What the tax office said of the invoice. */
	checks: Cell[];
	/** The tables that have rows. */
	tables: Table[];
}

/** What was read, as DocFlow gives it. Anything but an object is taken for its fields. */
export const dataOf = ({ data }: DocFlowFile): Record<string, unknown> => recordOf(data, 'fields');

const isCell = (value: unknown): value is KeyValue =>
	isRecord(value) && ['key', 'identifier', 'value'].some((name) => Object.hasOwn(value, name));

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** The page of a value, from 1. DocFlow counts from 0 (DocFlow API, KeyValuePosition). */
function pageOf({ position, page }: Record<string, unknown>): number | null {
	const first: unknown = Array.isArray(position) ? position[0] : undefined;
	const index = numberOf(isRecord(first) ? first.page : page);
	return index === null ? null : index + 1;
}

/** The translation of a text, or the text where there is none: an empty one would hide what was read. */
function translated(cell: Record<string, unknown>, name: string): unknown {
	const translation = cell[`translated_${name}`] ?? '';
	return translation === '' ? cell[name] : translation;
}

/**
 * A field or a cell of a table, its name falling back to the label; an unnamed one is `field`, and so is whatever
 * stands in the place of one and is none: that is the value as it came.
 */
function readCell(cell: unknown, fieldNames: FieldNames): Cell {
	if (!isCell(cell)) return { label: 'field', value: cell, confidence: null, page: null };
	const record = cell as Record<string, unknown>;
	const isTranslated = fieldNames === 'translated';
	const identifier = textOf(cell.identifier);
	const key = textOf(isTranslated ? translated(record, 'key') : cell.key);
	const value = isTranslated ? translated(record, 'value') : cell.value;
	return {
		label: (fieldNames === 'identifier' ? identifier || key : key || identifier) || 'field',
		identifier,
		value: value ?? null,
		confidence: numberOf(record.confidence),
		page: pageOf(record),
	};
}

/** A stamp or a handwriting as one text, such as `PAID (Other, Red, Oval Seal)`; none for one that says nothing. */
function readMark(label: string, mark: unknown, fieldNames: FieldNames): Cell[] {
	if (!isRecord(mark))
		return textOf(mark) === ''
			? []
			: [{ label, value: textOf(mark), confidence: null, page: null }];
	const part = (name: string) =>
		textOf(fieldNames === 'translated' ? translated(mark, name) : mark[name]).trim();
	const looks = ['type', 'color', 'shape'].map(part).filter(Boolean).join(', ');
	const value = [part('text'), looks && `(${looks})`].filter(Boolean).join(' ');
	return value === ''
		? []
		: [{ label, value, confidence: numberOf(mark.confidence), page: pageOf(mark) }];
}

const rowsOf = (items: unknown): unknown[][] => listOf(items).map(listOf);

/** Whether two tables hold the same, however much more one of them says about it. */
function isSame(one: unknown[][], other: unknown[][]): boolean {
	const text = (row: unknown[]) =>
		JSON.stringify(row.map((cell) => (isCell(cell) ? [cell.key, cell.value] : cell)));
	return one.length === other.length && one.every((row, at) => text(row) === text(other[at]));
}

/**
 * All tables. `items`, the one table of older answers, stands for the first where no table has a row; beside others it
 * is one of them, or else a table of its own with the number 0, which no other table has.
 */
function readTables(data: Record<string, unknown>, fieldNames: FieldNames): Table[] {
	const tables = listOf(data.tables).map((table, at) => {
		const { tableName, items, ...names } = recordOf(table, 'items');
		const translation = fieldNames === 'translated' && names.translated_table_name;
		return { name: translation || (tableName ?? null), index: at + 1, rows: rowsOf(items) };
	});
	const all = tables.filter(({ rows }) => rows.length > 0);
	const legacy = rowsOf(data.items);
	const isKnown = legacy.length === 0 || all.some(({ rows }) => isSame(legacy, rows));
	if (!isKnown) all.push({ name: null, index: all.length === 0 ? 1 : 0, rows: legacy });
	return all.map((table) => ({
		...table,
		rows: table.rows.map((row) => row.map((cell) => readCell(cell, fieldNames))),
	}));
}

/** Reads what DocFlow found in a file. Nothing in it is refused, however odd. */
export function readDocument(file: DocFlowFile, fieldNames: FieldNames): Document {
	const data = dataOf(file);
	const marks = (label: string) =>
		listOf(data[label]).flatMap((mark) => readMark(label, mark, fieldNames));
	const checks = recordOf(data.invoiceVerifyResult, 'invoiceVerifyResult');
	return {
		fields: listOf(data.fields).map((cell) => readCell(cell, fieldNames)),
		stamps: marks('stamps'),
		handwritings: marks('handwritings'),
		checks: Object.entries(checks).map(([label, value]) => ({
			label,
			value,
			confidence: null,
			page: null,
		})),
		tables: readTables(data, fieldNames),
	};
}
