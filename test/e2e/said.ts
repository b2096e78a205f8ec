import type { SampleDocument } from '../../demo/documents.data';

/** Cells by column. */
export type Said = Record<string, string>;

/** What a document says of a row: its fields, and the row's cells. */
export const said = (
	{ fields, totals, columns }: Pick<SampleDocument, 'fields' | 'totals' | 'columns'>,
	row: string[] = [],
): Said =>
	Object.fromEntries([
		...fields,
		...totals,
		...row.map((cell, at) => [`Line ${columns[at]}`, cell] as const),
	]);
