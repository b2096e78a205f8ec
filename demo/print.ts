import { METADATA } from '../nodes/DocFlow/output/metadata';
import type { SheetRow } from './workbook';

/** Columns that say something about a file rather than what stands in it. */
export const ABOUT_FILE: ReadonlySet<string> = new Set([
	...METADATA,
	'row_key',
	'table_name',
	'table_index',
]);

/** Chinese characters take the place of two on a terminal. */
const widthOf = (text: string): number =>
	[...text].reduce(
		(sum, char) => sum + (/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(char) ? 2 : 1),
		0,
	);

/** Rows below the names of their columns, each column as wide as its longest cell. */
function tableOf(names: string[], rows: SheetRow[]): string {
	const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
	const widths = names.map((_name, at) => Math.max(...lines.map((line) => widthOf(line[at]))));
	const padded = lines.map((line) =>
		line.map((cell, at) => cell + ' '.repeat(widths[at] - widthOf(cell))).join('   '),
	);
	const rule = widths.map((width) => '-'.repeat(width)).join('   ');
	return [padded[0], rule, ...padded.slice(1)].map((line) => `  ${line}`.trimEnd()).join('\n');
}

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
		console.log(`\n${tableOf(varying, own)}`);
	}
}
