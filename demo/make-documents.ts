import {
	Document,
	HeadingLevel,
	Packer,
	Paragraph,
	Table,
	TableCell,
	TableRow,
	TextRun,
} from 'docx';
import { Workbook } from 'exceljs';
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { chromium } from 'playwright-core';

import { documents, type SampleDocument } from './documents.data';

const folder = join(__dirname, 'documents');

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

function html({ title, fields, columns, rows, totals }: SampleDocument): string {
	const lines = (pairs: Array<[string, string]>) =>
		pairs.map(([name, value]) => `<p>${escape(`${name}: ${value}`)}</p>`).join('');
	const row = (cells: string[], tag: string) =>
		`<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`;
	return `<!doctype html><meta charset="utf-8"><title>${escape(title)}</title><style>
		body { font: 11pt "DejaVu Sans", "Noto Sans CJK SC", sans-serif; color: #1d2939 }
		h1 { font-size: 20pt; border-bottom: 2px solid #2f6fed; padding-bottom: 6pt }
		table { width: 100%; border-collapse: collapse; margin: 18pt 0 }
		th, td { text-align: left; padding: 5pt 14pt 5pt 4pt; border-bottom: 1px solid #d0d5dd }
		p { margin: 3pt 0 }
	</style><h1>${escape(title)}</h1>${lines(fields)}<table>${row(columns, 'th')}${rows.map((cells) => row(cells, 'td')).join('')}</table>${lines(totals)}`;
}

async function pdfs(list: SampleDocument[]): Promise<void> {
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: ['--no-sandbox'],
	});
	const page = await browser.newPage();
	for (const document of list) {
		await page.setContent(html(document));
		const path = join(folder, document.file);
		await page.pdf({
			path,
			format: 'A4',
			margin: { top: '20mm', bottom: '20mm', left: '20mm', right: '20mm' },
		});
	}
	await browser.close();
}

async function docx({ file, title, fields, columns, rows, totals }: SampleDocument): Promise<void> {
	const paragraph = ([name, value]: [string, string]) =>
		new Paragraph({ children: [new TextRun(`${name}: ${value}`)] });
	const row = (cells: string[]) =>
		new TableRow({
			children: cells.map((cell) => new TableCell({ children: [new Paragraph(cell)] })),
		});
	const heading = new Paragraph({ text: title, heading: HeadingLevel.HEADING_1 });
	const table = new Table({ rows: [columns, ...rows].map(row) });
	const document = new Document({
		sections: [{ children: [heading, ...fields.map(paragraph), table, ...totals.map(paragraph)] }],
	});
	writeFileSync(join(folder, file), await Packer.toBuffer(document));
}

async function xlsx({ file, title, fields, columns, rows, totals }: SampleDocument): Promise<void> {
	const book = new Workbook();
	const sheet = book.addWorksheet(title);
	for (const [name, value] of fields) sheet.addRow([`${name}: ${value}`]);
	sheet.addRows([columns, ...rows]);
	for (const [name, value] of totals) sheet.addRow([`${name}: ${value}`]);
	await book.xlsx.writeFile(join(folder, file));
}

/** Makes the sample documents anew; needs Chromium for the PDF files. */
async function main(): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const ending = (end: string) => documents.filter(({ file }) => file.endsWith(end));
	await pdfs(ending('.pdf'));
	for (const document of ending('.docx')) await docx(document);
	for (const document of ending('.xlsx')) await xlsx(document);
}

void main();
