import { createRequire } from 'module';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { join } from 'path';

import { demoFolder } from '../../demo/host/install';

/** n8n's own modules, as they are installed with n8n. */
const hostRequire = createRequire(join(demoFolder, 'host', 'package.json'));
export const fromHost = <T>(path: string): T => hostRequire(path) as T;

export type Cell = string | number | boolean;
/** The first row holds the names of the columns. */
export type Grid = Cell[][];
export type Row = Record<string, unknown>;

export interface ApiRequest {
	method: string;
	uri: string;
	qs?: { valueInputOption?: string };
	body?: {
		values?: unknown[][];
		data?: Array<{ range: string; values: unknown[][] }>;
		valueInputOption?: string;
	};
}

/** What a sheet makes of a text that was typed in: digits are a number, `=` begins a formula, `'` says that it is text. */
function entered(value: unknown): Cell {
	if (typeof value !== 'string') return value as Cell;
	if (/^\s*-?\d[\d.]*$/.test(value) && !Number.isNaN(Number(value))) return Number(value);
	return value.startsWith('=') ? '#NAME?' : value.replace(/^'/, '');
}

/** A cell as it is shown: 15 digits of a number. */
const shown = (cell: Cell | undefined): string =>
	typeof cell === 'number' && Math.abs(cell) >= 1e15
		? cell.toExponential(14).toUpperCase()
		: String(cell ?? '');

const numberOf = (letters: string): number =>
	[...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
const lettersOf = (column: number): string =>
	column === 0
		? ''
		: lettersOf(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26));

/** Writes values at a place, as if they were typed in unless they are to stay as they are; null leaves a cell as it is. */
function write(
	grid: Grid,
	row: number,
	column: number,
	values: unknown[][],
	asTyped: (value: unknown) => Cell = entered,
): void {
	values.forEach((cells, down) => {
		while (grid.length <= row + down) grid.push([]);
		cells.forEach((value, right) => {
			const old = grid[row + down][column + right] ?? '';
			grid[row + down][column + right] =
				value === null || value === undefined ? old : asTyped(value);
		});
	});
}

/** The part of n8n's execute context that a sheet node asks for. */
function contextOf(
	items: INodeExecutionData[],
	parameters: IDataObject,
	typeVersion: number,
	api: (request: ApiRequest) => unknown,
) {
	return {
		getNode: () => ({ name: 'Sheet', typeVersion }),
		getInputData: () => items,
		getCredentials: async () => await Promise.resolve({}),
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			parameters[name] ?? fallback,
		continueOnFail: () => false,
		helpers: {
			requestOAuth2: async (_credential: string, request: ApiRequest) =>
				await Promise.resolve(api(request)),
			constructExecutionMetaData: (list: unknown) => list,
			prepareBinaryData: async (bytes: Buffer) => await Promise.resolve({ bytes }),
		},
	};
}

type Execute = (this: unknown, ...args: unknown[]) => Promise<INodeExecutionData[]>;
const itemsOf = (rows: Row[]) => rows.map((json) => ({ json })) as INodeExecutionData[];

/** Google's answers about the values of a sheet (Sheets API, spreadsheets.values). */
export const googleApi =
	(grid: Grid) =>
	({ method, uri, qs, body }: ApiRequest): object => {
		const path = decodeURIComponent(uri);
		const isRaw = (body?.valueInputOption ?? qs?.valueInputOption) === 'RAW';
		const asTyped = isRaw ? (value: unknown) => value as Cell : entered;
		if (method === 'GET') return { values: grid.map((row) => row.map(shown)) };
		for (const { range, values } of body?.data ?? []) {
			const [, column, row] = /!([A-Z]+)(\d+)$/.exec(range) ?? [];
			write(grid, Number(row) - 1, numberOf(column) - 1, values, asTyped);
		}
		if (method === 'PUT')
			write(grid, Number(/!(\d+):/.exec(path)?.[1]) - 1, 0, body?.values ?? [], asTyped);
		return {};
	};

/** Google Sheets → Append or Update Row, by n8n's own code; only the sheet it talks to is made here. */
export async function googleAppendOrUpdate(grid: Grid, rows: Row[], match: string): Promise<void> {
	const nodes = 'n8n-nodes-base/dist/nodes/Google/Sheet/v2';
	const { execute } = fromHost<{ execute: Execute }>(
		`${nodes}/actions/sheet/appendOrUpdate.operation.js`,
	);
	const { GoogleSheet } = fromHost<{ GoogleSheet: new (id: string, context: unknown) => object }>(
		`${nodes}/helpers/GoogleSheet.js`,
	);
	const parameters = {
		authentication: 'oAuth2',
		'columns.mappingMode': 'autoMapInputData',
		'columns.matchingColumns': [match],
		'columns.schema': [],
	};
	const context = contextOf(itemsOf(rows), parameters, 4.7, googleApi(grid));
	await execute.call(context, new GoogleSheet('book', context), 'Sheet1', '0');
}

/** Microsoft Excel 365 → Append or Update, by n8n's own code. The grid has its columns already: n8n drops others. */
export async function excelUpsert(grid: Grid, rows: Row[], match: string): Promise<void> {
	const { execute } = fromHost<{ execute: Execute }>(
		'n8n-nodes-base/dist/nodes/Microsoft/Excel/v2/actions/worksheet/upsert.operation.js',
	);
	const address = () => `Sheet1!A1:${lettersOf(grid[0].length)}${grid.length}`;
	const api = ({ method, body }: ApiRequest) => {
		if (method === 'PATCH') write(grid, 0, 0, body?.values ?? []);
		const width = grid[0].length;
		return {
			address: address(),
			values: grid.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? '')),
		};
	};
	const parameters = {
		authentication: 'microsoftExcelOAuth2Api',
		workbook: 'book',
		worksheet: 'sheet',
		dataMode: 'autoMap',
		columnToMatchOn: match,
	};
	const items = itemsOf(rows);
	await execute.call(contextOf(items, parameters, 2.2, api), items);
}

/** Convert to File, by n8n's own code: the bytes of the file. */
export async function convertToFile(rows: Row[], format: 'xlsx' | 'csv'): Promise<Buffer> {
	const { execute } = fromHost<{
		execute: (
			this: unknown,
			...args: unknown[]
		) => Promise<Array<{ binary: { data: { bytes: Buffer } } }>>;
	}>('n8n-nodes-base/dist/nodes/Files/ConvertToFile/actions/spreadsheet.operation.js');
	const items = itemsOf(rows);
	const none = () => {
		throw new Error('Convert to File asks nobody');
	};
	const [item] = await execute.call(contextOf(items, {}, 1.1, none), items, format);
	return item.binary.data.bytes;
}
