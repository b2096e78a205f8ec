import { Workbook } from 'exceljs';

/** A line of a spreadsheet by its column names, every cell as text. */
export type SheetRow = Record<string, string>;

/** The rows of all sheets of a workbook, below the names in their first lines. */
export async function readRows(path: string): Promise<SheetRow[]> {
	const book = new Workbook();
	await book.xlsx.readFile(path);
	return book.worksheets.flatMap((sheet) => {
		const textsOf = (line: number) =>
			Array.from({ length: sheet.columnCount }, (_, at) => sheet.getCell(line, at + 1).text);
		const names = textsOf(1);
		return Array.from({ length: Math.max(0, sheet.rowCount - 1) }, (_, at) => {
			const texts = textsOf(at + 2);
			return Object.fromEntries(names.map((name, column) => [name, texts[column]]));
		});
	});
}

/** What Excel does not take in the name of a sheet. */
const FORBIDDEN = /[\\/?*[\]:]/g;
const MAX_NAME = 31;

/**
 * Writes rows to a workbook, a sheet for each category with the columns that its documents fill. Every cell is text: Excel
 * would round the long numbers of invoices, and a CSV file with Chinese heads opens garbled in it.
 */
export async function writeByCategory(rows: SheetRow[], path: string): Promise<void> {
	const book = new Workbook();
	for (const category of new Set(rows.map((row) => row.category))) {
		const own = rows.filter((row) => row.category === category);
		const names = [...new Set(own.flatMap((row) => Object.keys(row)))].filter((name) =>
			own.some((row) => (row[name] ?? '') !== ''),
		);
		const title = (category || 'without category').replace(FORBIDDEN, ' ').slice(0, MAX_NAME);
		const sheet = book.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] });
		sheet.columns = names.map((name) => ({
			header: name,
			key: name,
			width: 22,
			style: { numFmt: '@' },
		}));
		sheet.getRow(1).font = { bold: true };
		sheet.addRows(own.map((row) => names.map((name) => row[name] ?? '')));
	}
	await book.xlsx.writeFile(path);
}
