import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';

import { documents, type SampleDocument } from '../../demo/documents.data';
import { demoFolder } from '../../demo/host/install';
import { ABOUT_FILE } from '../../demo/print';
import type { SheetRow } from '../../demo/workbook';

/** Files that go up as one batch, and what they say. */
export interface Upload {
	/** A pattern that finds the files. */
	files: string;
	documents: SampleDocument[];
}

/** The demo's documents. */
export const samples: Upload = { files: join(demoFolder, 'documents', '*'), documents };

/** Makes two small documents with that name in them. */
export function make(name: string, folder: string): Upload {
	const made = [1, 2].map((number): SampleDocument => ({
		file: `${name}-${number}.txt`,
		title: 'Invoice',
		category: 'invoice',
		fields: [['Invoice Number', `${name}-${number}`]],
		columns: ['Description', 'Quantity', 'Amount'],
		rows: [
			['Paper', '40', '198.00'],
			['打印纸', '0', '0.00'],
		],
		totals: [['Total Due', '198.00']],
	}));
	mkdirSync(folder, { recursive: true });
	for (const { file, title, fields, columns, rows, totals } of made) {
		const named = (pairs: Array<[string, string]>) =>
			pairs.map(([key, value]) => `${key}: ${value}`);
		const lines = [
			title,
			...named(fields),
			...[columns, ...rows].map((cells) => cells.join(',')),
			...named(totals),
		];
		writeFileSync(join(folder, file), lines.join('\n'));
	}
	return { files: join(folder, `${name}-*`), documents: made };
}

/** What uploads say, as rows of a spreadsheet: one for each line item. */
export function rowsOf(uploads: Upload[]): SheetRow[] {
	return uploads
		.flatMap((upload) => upload.documents)
		.flatMap(({ file, fields, totals, columns, rows }) =>
			rows.map((row, at) => ({
				file_name: file,
				status: 'success',
				row_index: String(at + 1),
				...Object.fromEntries([
					...fields,
					...totals,
					...row.map((cell, column) => [`Line ${columns[column]}`, cell] as const),
				]),
			})),
		);
}

const KEPT = ['file_name', 'status'];
/** The stand-in adds checksums for tests. */
const NOT_SAID = new Set([...ABOUT_FILE, 'sha256', 'byte_size']);

/** Written rows without the cells that no document says. */
function saidIn(rows: SheetRow[]): SheetRow[] {
	const kept = ([name, value]: [string, string]) =>
		value !== '' && (KEPT.includes(name) || !NOT_SAID.has(name));
	return rows.map((row) => Object.fromEntries(Object.entries(row).filter(kept)));
}

const place = (row: SheetRow) =>
	`${row.file_name} ${row.row_index.padStart(3)} ${JSON.stringify(Object.entries(row).sort())}`;

/** Rows by file, line and content, so that two lists can be compared. */
const inOrder = (rows: SheetRow[]): SheetRow[] =>
	rows.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));

/** Written rows are those of the uploads: none is missing, none is there twice. */
export function expectRows(rows: SheetRow[], uploads: Upload[]): void {
	expect(inOrder(saidIn(rows))).toEqual(inOrder(rowsOf(uploads)));
}
