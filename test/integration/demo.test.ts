import { Workbook } from 'exceljs';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

import { documents } from '../../demo/documents.data';
import { runOnEngine } from '../../demo/engine/run';
import { serviceOf } from '../../demo/service';
import { readRows, type SheetRow, writeByCategory } from '../../demo/workbook';
import { examples, outputFolder } from '../../demo/workflows';
import { METADATA } from '../../nodes/DocFlow/output/metadata';
import { startSandbox } from '../../sandbox/server';

const folder = mkdtempSync(join(tmpdir(), 'docflow-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the documents of a category say, line by line. */
const linesOf = (category: string): SheetRow[] =>
	documents
		.filter((document) => document.category === category)
		.flatMap(({ fields, totals, columns, rows }) =>
			rows.map((row) =>
				Object.fromEntries([
					...fields,
					...totals,
					...row.map((cell, at) => [`Line ${columns[at]}`, cell]),
				]),
			),
		);

const OWN = new Set<string>([...METADATA, 'row_key', 'table_name', 'table_index', 'row_index']);

test("the demo's workbook: a sheet for each category, each cell as the documents say, as text", async () => {
	const service = serviceOf(await startSandbox({ stepMs: 10 }));
	await runOnEngine(examples[0].file, service.credential).finally(
		async () => await service.close(),
	);
	const path = join(folder, 'by-category.xlsx');
	await writeByCategory(await readRows(join(outputFolder, examples[0].spreadsheet)), path);
	const book = new Workbook();
	await book.xlsx.readFile(path);
	const categories = [...new Set(documents.map(({ category }) => category))];
	expect(book.worksheets.map(({ name }) => name).sort()).toEqual(categories.sort());
	const keys: string[] = [];
	for (const sheet of book.worksheets) {
		const [, head, ...lines] = sheet.getSheetValues() as unknown as string[][];
		const cells = lines.map((line) =>
			head.flatMap((name, at) => (line[at] === '' ? [] : [[name, line[at]] as const])),
		);
		for (const [name, cell] of cells.flat()) expect([name, typeof cell]).toEqual([name, 'string']);
		const said = cells.map((line) => Object.fromEntries(line.filter(([name]) => !OWN.has(name))));
		expect(said).toEqual(linesOf(sheet.name));
		keys.push(...cells.map((line) => Object.fromEntries(line).row_key));
	}
	expect(new Set(keys).size).toBe(documents.flatMap(({ rows }) => rows).length);
});

test('the example that sets up a workspace does so, and reads the first files with it', async () => {
	const sandbox = await startSandbox({ stepMs: 10 });
	const service = serviceOf(sandbox);
	await runOnEngine('set-up-a-workspace.json', service.credential).finally(
		async () => await service.close(),
	);
	const [, made] = sandbox.workspaces;
	expect(made).toMatchObject({
		name: 'Purchase Invoices',
		auth_scope: 1,
		categories: [
			{
				name: 'purchase invoice',
				fields: [{ alias: ['Invoice No.', 'Bill Number'] }, {}, { use_prompt: true }],
				tables: [{ name: 'Line Items', fields: [{}, {}, { name: 'Amount' }] }],
				samples: [{ name: 'invoice-2026-0917.pdf' }],
			},
		],
	});
	expect(sandbox.files.map(({ workspace, category }) => [workspace, category])).toEqual(
		Array(2).fill([made.workspace_id, 'purchase invoice']),
	);
});
