import { parse } from 'csv-parse/sync';
import { Workbook } from 'exceljs';

import { installHost } from '../../demo/host/install';
import type { DocFlowFile } from '../../nodes/DocFlow/files/types';
import { type OutputOptions, toItems } from '../../nodes/DocFlow/output';
import {
	convertToFile,
	excelUpsert,
	fromHost,
	googleAppendOrUpdate,
	type Grid,
	type Row,
} from './sheetNodes';

beforeAll(async () => void (await installHost()), 15 * 60_000);

const FIRST = 1978297791713619968n;
const COUNT = 150;

/** Invoices whose ids are neighbours, as those of one upload are; every tenth has no rows, every seventh was split. */
const files = Array.from({ length: COUNT }, (_, at): DocFlowFile => {
	const id = (step: number) => String(FIRST + BigInt(3 * at + step));
	const lines = at % 10 === 0 ? [] : [1, 2];
	const cells = (line: number) => [
		{ key: 'Item', value: `Item ${at}.${line}` },
		{ key: 'Amount', value: `${at}.${line}0` },
	];
	const record = {
		name: `invoice-${at}.pdf`,
		batch_number: '17954868346632335410',
		recognition_status: 1,
		data: {
			fields: [{ key: 'Invoice Number', value: `INV-${at}` }],
			tables: [{ tableName: 'table1', items: lines.map(cells) }],
		},
	};
	if (at % 7 !== 0) return { ...record, id: id(0) };
	const child = { ...record, batch_number: undefined };
	return {
		...record,
		id: id(0),
		data: {},
		child_files: [
			{ ...child, id: id(1) },
			{ ...child, id: id(2) },
		],
	};
});

const put = (output: OutputOptions['output'], more: Partial<OutputOptions> = {}): Row[] =>
	files.flatMap((file) =>
		toItems(file, { output, fieldNames: 'key', splitChildren: true, ...more }),
	);

/** What the sheet says in the rows' own columns, by the key of each line; a key that comes twice is seen. */
function linesOf([names, ...lines]: Grid, match: string): Array<[string, Row]> {
	return lines.map((line) => {
		const row = Object.fromEntries(names.map((name, at) => [String(name), line[at]]));
		return [String(row[match]), row];
	});
}

/** Lines that should be in a sheet and are not, are twice, or say something else. Digits may have become numbers. */
function faults(grid: Grid, rows: Row[], match: string, columns: string[]) {
	const lines = linesOf(grid, match);
	const found = new Map(lines);
	const texts = (row: Row | undefined) => columns.map((name) => String(row?.[name] ?? ''));
	return {
		lost: rows.filter((row) => !found.has(String(row[match]))).length,
		doubled: lines.length - found.size,
		overwritten: rows.filter((row) => {
			const [is, wanted] = [texts(found.get(String(row[match]))), texts(row)];
			return is.some((text, at) => text !== wanted[at] && Number(text) !== Number(wanted[at]));
		}).length,
	};
}
const NONE = { lost: 0, doubled: 0, overwritten: 0 };

type Send = (grid: Grid, rows: Row[], match: string) => Promise<void>;
const nodes: Array<[string, Send, (rows: Row[]) => Grid]> = [
	['Google Sheets, append or update', googleAppendOrUpdate, () => []],
	[
		'Excel 365, append or update',
		excelUpsert,
		(rows) => [[...new Set(rows.flatMap((row) => Object.keys(row)))]],
	],
];
const shapes: Array<[OutputOptions['output'], string, string[]]> = [
	['simplified', 'file_key', ['file_name', 'Invoice Number']],
	['rows', 'row_key', ['file_name', 'Invoice Number', 'Line Item', 'Line Amount']],
	['fields', 'row_key', ['file_name', 'field_name', 'field_value']],
];

describe.each(nodes)('%s', (_node, send, start) => {
	test.each(shapes)('%s: again, changed, one gone', async (output, match, columns) => {
		const rows = put(output);
		const grid = start(rows);
		for (const _time of [1, 2]) {
			await send(grid, rows, match);
			expect(faults(grid, rows, match, columns)).toEqual(NONE);
			expect(grid.length).toBe(rows.length + 1);
		}
		const value = columns.at(-1) ?? '';
		const at = rows.findIndex((row) => row[value] === (output === 'rows' ? '77.10' : 'INV-77'));
		const changed = rows.map((row, index) =>
			index === at ? { ...row, [value]: 'corrected' } : row,
		);
		await send(grid, changed, match);
		expect(faults(grid, changed, match, columns)).toEqual(NONE);
		// A row that comes no more stays as it was; the others are not moved.
		await send(grid, [...changed.slice(0, at), ...changed.slice(at + 1)], match);
		expect(faults(grid, changed, match, columns)).toEqual(NONE);
		expect(grid.length).toBe(rows.length + 1);
	});

	test('an id is not fit to be matched on: this test would see it', async () => {
		const rows = put('simplified');
		const grid = start(rows);
		for (const _time of [1, 2]) await send(grid, rows, 'file_id');
		expect(faults(grid, rows, 'file_key', ['file_name'])).not.toEqual(NONE);
	});

	test('an empty value clears the old cell where it is asked for', async () => {
		const columns: Partial<OutputOptions> = {
			columns: ['file_key', 'Invoice Number', 'Note'],
			emptyAs: 'empty',
		};
		const withNote = put('simplified', columns).map((row) => ({ ...row, Note: 'to be checked' }));
		const grid = start(withNote);
		await send(grid, withNote, 'file_key');
		const rows = put('simplified', columns);
		await send(grid, rows, 'file_key');
		expect(linesOf(grid, 'file_key').map(([, row]) => row.Note)).toEqual(rows.map(() => ''));
	});
});

describe('Convert to File', () => {
	const rows = put('rows');
	const texts = (list: Row[]) =>
		list.map((row) =>
			Object.fromEntries(Object.entries(row).filter(([, cell]) => typeof cell === 'string')),
		);

	test('xlsx: every text is a text cell under its own head, ids to the last digit', async () => {
		const book = new Workbook();
		await book.xlsx.load((await convertToFile(rows, 'xlsx')) as unknown as ArrayBuffer);
		const lines = book.worksheets[0].getSheetValues().slice(1) as unknown[][];
		const [names, ...cells] = lines.map((line) => line.slice(1));
		expect(new Set(names).size).toBe(names.length);
		expect(
			texts(
				cells.map((line) => Object.fromEntries(names.map((name, at) => [String(name), line[at]]))),
			),
		).toEqual(texts(rows));
	});

	test('csv: the same', async () => {
		const read = parse(await convertToFile(rows, 'csv'), { columns: true, bom: true }) as Row[];
		expect(
			read.map(({ row_key, file_id, 'Line Amount': amount = '' }) => [row_key, file_id, amount]),
		).toEqual(rows.map((row) => [row.row_key, row.file_id, row['Line Amount'] ?? '']));
	});
});

test("Data Table: every column's name and value is one that it takes", () => {
	const { dataTableColumnNameSchema, dataTableColumnValueSchema } = fromHost<
		Record<string, { parse: (value: unknown) => unknown }>
	>('@n8n/api-types/dist/schemas/data-table.schema.js');
	const { dataObjectToApiInput } = fromHost<{
		dataObjectToApiInput: (row: Row, node: object, at: number) => Row;
	}>('n8n-nodes-base/dist/nodes/DataTable/common/utils.js');
	for (const output of ['simplified', 'rows', 'fields'] as const)
		for (const row of put(output, { safeNames: true })) {
			for (const name of Object.keys(row)) expect(dataTableColumnNameSchema.parse(name)).toBe(name);
			const input = dataObjectToApiInput(row, {}, 0);
			for (const value of Object.values(input))
				expect(dataTableColumnValueSchema.parse(value)).toBe(value);
		}
	expect(() => dataTableColumnNameSchema.parse('Invoice Number')).toThrow();
});
