import type { Cell } from './document';
import { metadata } from './metadata';
import type { Part } from './parts';
import { rowKey } from './rows';
import type { Style } from './style';

/** Where a value stands: in a row of a table, or in none. */
interface Place {
	name: unknown;
	index: number | null;
	row: number | null;
}

const HEAD: Place = { name: null, index: null, row: null };

/**
 * One item for each value, whatever the document: fields, stamps, handwriting, the invoice check, then the cells of all
 * tables. A file of which nothing was read gives one item without a field.
 */
export function fieldItems(part: Part, style: Style): Array<Record<string, unknown>> {
	const { fileKey, document } = part;
	const known = Object.entries(metadata(part));
	const item = (key: string, { name, index, row }: Place, field: string | null, cell?: Cell) =>
		style.row([
			['row_key', key],
			...known,
			['table_name', name],
			['table_index', index],
			['row_index', row],
			['field_name', field],
			['field_value', cell === undefined ? null : style.value(cell)],
			['confidence', cell?.confidence ?? null],
			['page', cell?.page ?? null],
		]);
	const items = (cells: Cell[], place: Place, key: string) => {
		const nameOf = style.names.columns('value');
		return cells.map((cell) => {
			const name = nameOf(cell);
			return item(`${key}:${name}`, place, name, cell);
		});
	};
	const { fields, stamps, handwritings, checks, tables } = document;
	const all = [
		...items(fields, HEAD, fileKey),
		...items([...stamps, ...handwritings, ...checks], HEAD, `${fileKey}-D`),
		...tables.flatMap(({ name, index, rows }) =>
			rows.flatMap((cells, at) =>
				items(cells, { name, index, row: at + 1 }, rowKey(fileKey, index, at + 1)),
			),
		),
	];
	return all.length > 0 ? all : [item(fileKey, HEAD, null)];
}
