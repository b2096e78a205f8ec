import { parse } from 'csv-parse/sync';

/** One line of a document as cells; text formats give one cell, tables several. */
type Line = string[];

export interface Extracted {
	fields: Array<[string, string]>;
	tables: Array<{ name?: string; columns: string[]; rows: string[][] }>;
	text: string;
	/** The lines of each page. */
	pages: string[][];
}

/** What is known of bytes that were not read. */
export const NOTHING: Extracted = { fields: [], tables: [], text: '', pages: [[]] };

interface Piece {
	text: string;
	x: number;
	y: number;
	width: number;
}

/** Pieces of a PDF page as lines of cells: same height is one line, a wide gap ends a cell. */
function toLines(pieces: Piece[]): Line[] {
	const lines: Piece[][] = [];
	for (const piece of [...pieces].sort((a, b) => b.y - a.y || a.x - b.x)) {
		const line = lines.find(([first]) => Math.abs(first.y - piece.y) < 3);
		if (line === undefined) lines.push([piece]);
		else line.push(piece);
	}
	return lines.map((line) => {
		const cells: string[] = [];
		let end = -Infinity;
		for (const { text, x, width } of line.sort((a, b) => a.x - b.x)) {
			if (x - end > 8) cells.push(text);
			else cells[cells.length - 1] += text;
			end = x + width;
		}
		return cells.map((cell) => cell.trim()).filter(Boolean);
	});
}

async function readPdf(bytes: Buffer): Promise<Line[][]> {
	const { getDocumentProxy } = await import('unpdf');
	const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
	const pages: Line[][] = [];
	for (let page = 1; page <= pdf.numPages; page++) {
		const { items } = await (await pdf.getPage(page)).getTextContent();
		const pieces = items.flatMap((item) =>
			'str' in item && item.str.trim() !== ''
				? // Fonts often map common characters to radicals that only look like them.
					[
						{
							text: item.str.normalize('NFKC'),
							x: item.transform[4] as number,
							y: item.transform[5] as number,
							width: item.width,
						},
					]
				: [],
		);
		pages.push(toLines(pieces));
	}
	return pages;
}

const plain = (html: string) =>
	html
		.replace(/<[^>]+>/g, '')
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&amp;/g, '&')
		.trim();

async function readDocx(bytes: Buffer): Promise<Line[]> {
	const mammoth = await import('mammoth');
	const { value } = await mammoth.convertToHtml({ buffer: bytes });
	const blocks = value.match(/<tr>.*?<\/tr>|<(p|h\d)>.*?<\/\1>/gs) ?? [];
	return blocks.map((block) =>
		block.startsWith('<tr>')
			? (block.match(/<td>.*?<\/td>|<th>.*?<\/th>/gs) ?? []).map(plain)
			: [plain(block)],
	);
}

async function readXlsx(bytes: Buffer): Promise<Line[][]> {
	const { Workbook } = (await import('exceljs')).default;
	const book = new Workbook();
	await book.xlsx.load(bytes as unknown as ArrayBuffer);
	const pages: Line[][] = [];
	book.eachSheet((sheet) => {
		const lines: Line[] = [];
		sheet.eachRow((row) => {
			const cells: string[] = [];
			row.eachCell((cell) => cells.push(cell.text.trim()));
			lines.push(cells);
		});
		pages.push(lines);
	});
	return pages;
}

const cellOf = (line: string): Line[] => (line.trim() === '' ? [] : [[line.trim()]]);

async function pagesOf(bytes: Buffer, ending: string): Promise<Line[][]> {
	if (ending === 'pdf') return await readPdf(bytes);
	if (ending === 'docx') return [await readDocx(bytes)];
	if (ending === 'xlsx') return await readXlsx(bytes);
	if (ending !== 'txt') return [[]];
	const text = bytes.toString('utf8');
	// Without a separator each line is one cell; the parser would look at every character.
	if (!/[",]/.test(text)) return [text.split(/\r\n|\r|\n/).flatMap(cellOf)];
	return [
		parse(text, {
			relax_column_count: true,
			relax_quotes: true,
			trim: true,
			skip_empty_lines: true,
		}) as Line[],
	];
}

/**
 * What the stand-in "recognises": `key: value` lines as fields, and lines of three or more cells as
 * tables whose first line names the columns. Reads the text layer of PDF, DOCX, XLSX and TXT.
 */
export async function extract(bytes: Buffer, ending: string): Promise<Extracted> {
	const read = await pagesOf(bytes, ending);
	const pages = read.map((page) => page.map((line) => line.join(' ')));
	const result: Extracted = {
		fields: [],
		tables: [],
		text: pages.flat().join('\n'),
		pages: pages.length === 0 ? [[]] : pages,
	};
	let table: Extracted['tables'][number] | undefined;
	for (const line of read.flat()) {
		const cells = line.length === 1 || line.length === 2 ? line : [];
		for (const cell of cells) {
			const match = /^([^:：]{1,40})[:：]\s*(.+)$/.exec(cell);
			if (match) result.fields.push([match[1].trim(), match[2].trim()]);
		}
		if (line.length < 3) table = undefined;
		else if (table === undefined || table.columns.length !== line.length)
			result.tables.push((table = { columns: line, rows: [] }));
		else table.rows.push(line);
	}
	return result;
}
