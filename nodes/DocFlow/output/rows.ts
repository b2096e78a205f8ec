import type { Cell } from './document';
import type { Part } from './parts';
import { headOf } from './simplified';
import type { Entries, Style } from './style';

/** The key of a table's row: text, unique, and the same at every run. */
export const rowKey = (fileKey: string, table: number, row: number): string =>
	`${fileKey}-T${table}-R${row}`;

/**
 * One flat item for each table row, numbered from 1: key, metadata and fields of the file, the place in it, then the
 * row's columns. A file without rows gives one item, so that no document vanishes; it has the key of a first row, which
 * takes its place in a sheet if the file is read again and has one.
 */
export function rows(part: Part, style: Style): Array<Record<string, unknown>> {
	const { metadata, fields, cells: headCells } = headOf(part, style);
	const item = (key: string, place: [unknown, unknown, unknown], cells: Array<[string, Cell]>) =>
		style.row([
			['row_key', key],
			...metadata,
			...style.confidence([...headCells, ...cells]),
			...fields,
			['table_name', place[0]],
			['table_index', place[1]],
			['row_index', place[2]],
			...cells.map(([name, cell]): Entries[number] => [name, style.value(cell)]),
		]);
	const all = part.document.tables.flatMap(({ name, index, rows: own }) =>
		own.map((cells, at) => {
			const nameOf = style.names.columns('column');
			const named = cells.map((cell): [string, Cell] => [nameOf(cell), cell]);
			return item(rowKey(part.fileKey, index, at + 1), [name, index, at + 1], named);
		}),
	);
	return all.length > 0 ? all : [item(rowKey(part.fileKey, 1, 1), [null, null, null], [])];
}
