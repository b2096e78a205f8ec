import { METADATA } from '../nodes/DocFlow/output/metadata';
import type { SheetRow } from './workbook';

/** Columns that say something about a file rather than what stands in it. */
export const ABOUT_FILE: ReadonlySet<string> = new Set([
	...METADATA,
	'row_key',
	'table_name',
	'table_index',
]);

/** Shows rows file by file: what is the same in all of them once, the rest as a table. */
export function printRows(rows: SheetRow[]): void {
	for (const id of new Set(rows.map((row) => row.file_id))) {
		const own = rows.filter((row) => row.file_id === id);
		const [first] = own;
		const filled = Object.keys(first).filter(
			(name) => !ABOUT_FILE.has(name) && own.some((row) => row[name] !== ''),
		);
		const varying = filled.filter((name) => own.some((row) => row[name] !== first[name]));
		console.log(`\n${first.file_name}: ${first.category}, ${first.status}`);
		console.log(
			filled
				.filter((name) => !varying.includes(name))
				.map((name) => `  ${name}: ${first[name]}`)
				.join('\n'),
		);
		console.table(own.map((row) => Object.fromEntries(varying.map((name) => [name, row[name]]))));
	}
}
