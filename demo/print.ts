import { parse } from 'csv-parse/sync';
import { readFileSync } from 'fs';

/** A line of a spreadsheet by its column names. */
export type SheetRow = Record<string, string>;

/** The rows of a CSV file with a header. */
export function readSheet(path: string): SheetRow[] {
	return parse(readFileSync(path), { columns: true, bom: true }) as SheetRow[];
}

/** Columns that say something about a file rather than what stands in it. */
export const METADATA: ReadonlySet<string> = new Set([
	'row_key',
	'file_key',
	'batch_number',
	'file_id',
	'task_id',
	'file_name',
	'format',
	'category',
	'status',
	'status_code',
	'failure_reason',
	'page_count',
	'duration_ms',
	'verification_status',
	'parent_task_id',
	'table_name',
	'table_index',
	'sha256',
	'byte_size',
]);

/** Shows rows file by file: what is the same in all of them once, the rest as a table. */
export function printRows(rows: SheetRow[]): void {
	for (const id of new Set(rows.map((row) => row.file_id))) {
		const own = rows.filter((row) => row.file_id === id);
		const [first] = own;
		const filled = Object.keys(first).filter(
			(name) => !METADATA.has(name) && own.some((row) => row[name] !== ''),
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
