import type { Cell, FieldNames } from './document';
import { type Names, namesFor } from './names';
import { typing } from './typed';

export type OutputKind = 'simplified' | 'rows' | 'fields' | 'raw';

/** In what form the user wants the results. */
export interface OutputOptions {
	output: OutputKind;
	fieldNames: FieldNames;
	/** Whether each child of a split or cropped file takes its parent's place. */
	splitChildren: boolean;
	/** What the columns of tables begin with in Rows; `Line ` where it is not set. */
	columnPrefix?: string;
	/** Just these columns in this order, always there; all where there are none. */
	columns?: string[];
	/** Whether texts that surely are numbers or dates become such. */
	values?: 'text' | 'typed';
	/** What stands where there is no value. */
	emptyAs?: 'null' | 'empty';
	/** Whether texts that a sheet would take for formulas get a `'`. */
	safeText?: boolean;
	/** Whether column names have letters, digits and `_` only. */
	safeNames?: boolean;
	/** Below it a value counts as uncertain, from 0 to 1; nothing is said of confidence where it is not set. */
	confidence?: number;
}

/** What the columns of tables begin with. */
export const COLUMN_PREFIX = 'Line ';

/** A flat row under construction, as name and value in order. */
export type Entries = Array<[name: string, value: unknown]>;

/** The options in the form that making rows needs. */
export interface Style {
	fieldNames: FieldNames;
	splitChildren: boolean;
	names: Names;
	/** A value as it lands in the row. */
	value(cell: Pick<Cell, 'label' | 'value'>): unknown;
	/** The row with the columns asked for. */
	row(entries: Entries): Record<string, unknown>;
	/** What is to be said of the confidence in some values. */
	confidence(cells: Array<[name: string, cell: Cell]>): Entries;
}

/** Spreadsheets take a text with such a beginning for a formula. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^\s*[+-]?\d[\d.,\s]*%?\s*$/;

/** A text that no spreadsheet takes for a formula. */
const safeText = (text: string): string =>
	FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;

/** Sheets have no cell for an object or a list: it lands as its JSON, never as `[object Object]`. */
const flat = (value: unknown): unknown =>
	typeof value === 'object' && value !== null ? JSON.stringify(value) : value;

/** Prepares the options for many files: what they say of names and values is worked out once. */
export function styleFor(options: OutputOptions): Style {
	const { output, columnPrefix = COLUMN_PREFIX, columns = [], confidence: bound } = options;
	const { emptyAs = 'null', safeText: isSafe = false } = options;
	const typed = options.values === 'typed' ? typing() : (_label: string, value: unknown) => value;
	const landed = (value: unknown): unknown => {
		if (value === null && emptyAs === 'empty') return '';
		const cell = flat(value);
		return isSafe && typeof cell === 'string' ? safeText(cell) : cell;
	};
	return {
		fieldNames: options.fieldNames,
		splitChildren: options.splitChildren,
		names: namesFor(output === 'rows' ? columnPrefix : undefined, options.safeNames === true),
		value: ({ label, value }) => typed(label, value),
		row: (entries) => {
			const all = entries.map(([name, value]): Entries[number] => [name, landed(value)]);
			if (columns.length === 0) return Object.fromEntries(all);
			const known = new Map(all);
			return Object.fromEntries(columns.map((name) => [name, known.get(name) ?? landed(null)]));
		},
		confidence: (cells) => {
			if (bound === undefined) return [];
			const known = cells.flatMap(([name, { confidence }]) =>
				confidence === null ? [] : [{ name, confidence }],
			);
			const least = known.reduce((min, { confidence }) => Math.min(min, confidence), 1);
			const low = known.filter(({ confidence }) => confidence < bound);
			return [
				['confidence_min', known.length === 0 ? null : least],
				['low_confidence_fields', low.map(({ name }) => name).join(', ')],
			];
		},
	};
}
