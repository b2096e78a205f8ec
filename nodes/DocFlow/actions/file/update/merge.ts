import type { DocFlowFile } from '../../../files/types';
import { isRecord, listOf, recordOf, textOf } from '../../../json';

/** A value as `file/update` takes it (DocFlow API, KeyValue). */
export interface Sent {
	[name: string]: unknown;
	key: string;
	value: string;
}

/** What a user wants of the fields and the table rows of a file. */
export interface Changes {
	/** By the name that an output shows: the second of two fields called Amount is `Amount (2)`. */
	fields: Array<{ name: string; value: string }>;
	/** Cells of the rows, counted from 1. */
	cells: Array<{ row: number; column: string; value: string }>;
	/** Whether fields that are not named go. */
	replaceAll: boolean;
	/** Whether a field that is not there becomes one. */
	addNew: boolean;
}

/** All that is sent for a file, and what of it is new. */
export interface Merged {
	fields: Sent[];
	/** Undefined where the file has no rows that the API could write. */
	items?: Sent[][];
	changed: string[];
	added: string[];
	deleted: string[];
	/** Names that are in no field, rows or columns that are in no table. */
	unknown: string[];
}

/** What was read, in the form to send: an answer says more of a value than the API takes back. */
function toSent(cell: unknown): Sent {
	const { key, identifier, value, translated_key, translated_value, position } = recordOf(
		cell,
		'value',
	);
	const isText = (one: unknown) => typeof one === 'string' && one !== '';
	return {
		key: textOf(key) || textOf(identifier),
		value: textOf(value),
		...(isText(translated_key) && { translated_key }),
		...(isText(translated_value) && { translated_value }),
		...(Array.isArray(position) && { position }),
	};
}

/** A corrected value: what stands beside it of the old one's translation would be wrong. */
function corrected({ translated_value: _old, ...cell }: Sent, value: string): Sent {
	return { ...cell, value } as Sent;
}

const ENDING = /^(.*) \((\d+|field)\)$/s;

/** The places of the fields that have one key or, where none has, one identifier. */
function placesOf(fields: unknown[], name: string): number[] {
	const having = (member: string) =>
		fields.flatMap((field, at) => (isRecord(field) && field[member] === name ? [at] : []));
	const byKey = having('key');
	return byKey.length > 0 ? byKey : having('identifier');
}

/** The place of the field that an output shows under a name; undefined when there is none. */
function placeOf(fields: unknown[], name: string): number | undefined {
	const [first] = placesOf(fields, name);
	if (first !== undefined) return first;
	const [, base, ending] = ENDING.exec(name) ?? [];
	if (base === undefined) return undefined;
	return placesOf(fields, base)[ending === 'field' ? 0 : Number(ending) - 1];
}

/** What a file holds, as it would be sent back unchanged. */
function heldBy(file: Pick<DocFlowFile, 'data'>): {
	fields: Sent[];
	items: Sent[][];
	tables: unknown[];
} {
	const data = recordOf(file.data, 'fields');
	return {
		fields: listOf(data.fields).map(toSent),
		items: listOf(data.items).map((row) => listOf(row).map(toSent)),
		tables: listOf(data.tables).map((table) => {
			const { tableName, items } = recordOf(table, 'items');
			return [tableName, listOf(items).map((row) => listOf(row).map(toSent))];
		}),
	};
}

/** The fields and rows of a file with the changes in them; what is not named stays as it is. */
export function merge(file: Pick<DocFlowFile, 'data'>, changes: Changes): Merged {
	const { fields, items } = heldBy(file);
	const read = listOf(recordOf(file.data, 'fields').fields);
	const merged: Merged = { fields: [], changed: [], added: [], deleted: [], unknown: [] };
	const touched = new Set<number>();
	const added: Sent[] = [];
	for (const { name, value } of changes.fields) {
		const at = placeOf(read, name);
		if (at === undefined && !changes.addNew) merged.unknown.push(name);
		else if (at === undefined) {
			added.push({ key: name, value });
			merged.added.push(name);
		} else {
			touched.add(at);
			if (fields[at].value !== value) merged.changed.push(name);
			fields[at] = fields[at].value === value ? fields[at] : corrected(fields[at], value);
		}
	}
	const stays = (at: number) => !changes.replaceAll || touched.has(at);
	merged.deleted = fields.filter((_field, at) => !stays(at)).map(({ key }) => key);
	merged.fields = [...fields.filter((_field, at) => stays(at)), ...added];
	for (const { row, column, value } of changes.cells) {
		const cells = items[row - 1] ?? [];
		const at = cells.findIndex(({ key }) => key === column);
		const name = `${column} of row ${row}`;
		if (at === -1) merged.unknown.push(name);
		else if (cells[at].value !== value) {
			cells[at] = corrected(cells[at], value);
			merged.changed.push(name);
		}
	}
	if (items.length > 0) merged.items = items;
	return merged;
}

const said = ({ key, value }: Sent): string => JSON.stringify([key, value]);

/** What of a file is not as it was written: names of fields, and `table rows`. None when all is well. */
export function differences(
	written: Pick<Merged, 'fields' | 'items'>,
	before: Pick<DocFlowFile, 'data'>,
	after: Pick<DocFlowFile, 'data'>,
	isTouched: boolean,
): string[] {
	const now = heldBy(after);
	const pairs: Array<[Sent[], Sent[]]> = [
		[written.fields, now.fields],
		[now.fields, written.fields],
	];
	const names = pairs.flatMap(([some, others]) => {
		const left = others.map(said);
		return some.flatMap((one) => {
			const at = left.indexOf(said(one));
			if (at === -1) return [one.key];
			left.splice(at, 1);
			return [];
		});
	});
	const rows = (items: Sent[][] = []) => JSON.stringify(items.map((row) => row.map(said)));
	const tables = (file: Pick<DocFlowFile, 'data'>) => JSON.stringify(heldBy(file).tables);
	// Where the rows are corrected, the table that shows them changes with them.
	const isSame =
		rows(written.items) === rows(now.items) && (isTouched || tables(before) === tables(after));
	return [...new Set([...names, ...(isSame ? [] : ['table rows'])])];
}
