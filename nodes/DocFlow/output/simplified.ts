import type { Cell } from './document';
import { metadata } from './metadata';
import type { Part } from './parts';
import type { Entries, Style } from './style';

/** What the head of a document gives to every row of it, in order. */
export interface Head {
	metadata: Entries;
	fields: Entries;
	/** The values with their columns, for what is to be said of their confidence. */
	cells: Array<[name: string, cell: Cell]>;
}

const textsOf = (marks: Cell[]): string => marks.map(({ value }) => String(value)).join('; ');

/** Metadata, fields, then stamps, handwriting and the invoice check where the document has them. */
export function headOf(part: Part, style: Style): Head {
	const { fields, stamps, handwritings, checks } = part.document;
	const nameOf = style.names.columns('field');
	const cells = fields.map((cell): [string, Cell] => [nameOf(cell), cell]);
	const own = style.names.columns('document');
	const marks = [stamps, handwritings].filter((list) => list.length > 0);
	return {
		metadata: Object.entries(metadata(part)),
		fields: [
			...cells.map(([name, cell]): Entries[number] => [name, style.value(cell)]),
			...marks.map((list): Entries[number] => [own(list[0]), textsOf(list)]),
			...checks.map((cell): Entries[number] => [own(cell), cell.value]),
		],
		cells,
	};
}

/** One flat item for a file: its metadata, then every extracted field under its own name. */
export function simplified(part: Part, style: Style): Array<Record<string, unknown>> {
	const { metadata, fields, cells } = headOf(part, style);
	return [style.row([...metadata, ...style.confidence(cells), ...fields])];
}
