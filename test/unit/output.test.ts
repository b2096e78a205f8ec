import fc from 'fast-check';

import type { DocFlowFile, KeyValue } from '../../nodes/DocFlow/files/types';
import { isFinished } from '../../nodes/DocFlow/files/types';
import { type OutputOptions, toItems } from '../../nodes/DocFlow/output';
import { METADATA } from '../../nodes/DocFlow/output/metadata';

const cell = (key: string, value: unknown, more: Record<string, unknown> = {}): KeyValue => ({
	key,
	value,
	...more,
});

const file: DocFlowFile = {
	id: '1978297791713619968',
	task_id: '1978297791713619969',
	batch_number: '202609150001',
	name: 'a.pdf',
	recognition_status: 1,
	verification_status: 2,
	data: {
		fields: [
			cell('No', ''),
			cell('Total', 0),
			cell('Paid', false),
			cell('Total', 5),
			cell('status', 'own'),
			cell('__proto__', 'p'),
		],
		tables: [
			{
				tableName: 'lines',
				items: [
					[cell('Item', 'Paper'), cell('Total', 1)],
					[cell('Item', 'Pens'), cell('Item', 'blue')],
				],
			},
			{ tableName: 'taxes', items: [[cell('Rate', '0%')]] },
		],
		stamps: [{ text: 'PAID' }, { text: 'OK' }],
		handwritings: [],
		invoiceVerifyResult: { invoiceVerifyStatus: 1, valid: true, Total: 9 },
	},
};

const items = (
	record: DocFlowFile,
	output: OutputOptions['output'],
	more: Partial<OutputOptions> = {},
) => toItems(record, { output, fieldNames: 'key', splitChildren: true, ...more });
const of = (data: unknown): DocFlowFile => ({ ...file, data });
/** The items without the columns that every file has. */
const own = (...args: Parameters<typeof items>) =>
	items(...args).map((row) =>
		Object.fromEntries(
			Object.entries(row).filter(([name]) => !(METADATA as readonly string[]).includes(name)),
		),
	);

test('simplified drops and alters nothing, and no name hides another', () => {
	const [row] = items(file, 'simplified');
	expect(Object.keys(row)).toEqual([
		...METADATA,
		'No',
		'Total',
		'Paid',
		'Total (2)',
		'status (field)',
		'__proto__',
		'stamps',
		'invoiceVerifyStatus',
		'valid (document)',
		'Total (document)',
	]);
	expect(row).toMatchObject({
		file_key: 'F1978297791713619968',
		No: '',
		Total: 0,
		Paid: false,
		'Total (2)': 5,
		status: 'success',
		'status (field)': 'own',
		stamps: 'PAID; OK',
		verification_status: 'confirmed',
		'Total (document)': 9,
	});
	expect(Object.getOwnPropertyDescriptor(row, '__proto__')?.value).toBe('p');
});

test('rows: every row of every table, with the fields of the file and where it stood', () => {
	const rows = items(file, 'rows');
	expect(rows.map((row) => [row.row_key, row.table_name, row.table_index, row.row_index])).toEqual([
		['F1978297791713619968-T1-R1', 'lines', 1, 1],
		['F1978297791713619968-T1-R2', 'lines', 1, 2],
		['F1978297791713619968-T2-R1', 'taxes', 2, 1],
	]);
	expect(rows[0]).toMatchObject({ No: '', Total: 0, 'Line Item': 'Paper', 'Line Total': 1 });
	expect(rows[1]).toMatchObject({ 'Line Item': 'Pens', 'Line Item (2)': 'blue' });
	expect(rows[2]).toMatchObject({ 'Line Rate': '0%', file_name: 'a.pdf' });
	expect(Object.keys(rows[0]).slice(0, 2)).toEqual(['row_key', 'file_key']);
});

test('fields: one item for each value, in columns that are always the same', () => {
	const values = items(file, 'fields');
	expect(new Set(values.map((item) => Object.keys(item).join()))).toEqual(
		new Set([
			[
				'row_key',
				...METADATA,
				'table_name',
				'table_index',
				'row_index',
				'field_name',
				'field_value',
				'confidence',
				'page',
			].join(),
		]),
	);
	expect(values.map((item) => [item.row_index, item.field_name, item.field_value])).toEqual([
		[null, 'No', ''],
		[null, 'Total', 0],
		[null, 'Paid', false],
		[null, 'Total (2)', 5],
		[null, 'status', 'own'],
		[null, '__proto__', 'p'],
		[null, 'stamps', 'PAID'],
		[null, 'stamps (2)', 'OK'],
		[null, 'invoiceVerifyStatus', 1],
		[null, 'valid', true],
		[null, 'Total', 9],
		[1, 'Item', 'Paper'],
		[1, 'Total', 1],
		[2, 'Item', 'Pens'],
		[2, 'Item (2)', 'blue'],
		[1, 'Rate', '0%'],
	]);
	expect(new Set(values.map(({ row_key }) => row_key)).size).toBe(values.length);
	const place = { confidence: 0.5, position: [{ page: 2 }] };
	expect(items(of({ fields: [cell('No', '7', place)] }), 'fields')).toMatchObject([
		{ row_key: 'F1978297791713619968:No', field_value: '7', confidence: 0.5, page: 3 },
	]);
	expect(items(of(null), 'fields')).toMatchObject([
		{ row_key: 'F1978297791713619968', file_id: file.id, field_name: null, field_value: null },
	]);
});

test.each([
	['no data', null],
	['no tables', { fields: [] }],
	['an empty table', { tables: [{ tableName: 'lines', items: [] }] }],
])(
	'rows: a file with %s still gives one item, in whose place its first row would come',
	(_, data) =>
		expect(items(of(data), 'rows')).toEqual([
			expect.objectContaining({
				row_key: 'F1978297791713619968-T1-R1',
				file_id: file.id,
				table_name: null,
				table_index: null,
				row_index: null,
			}),
		]),
);

describe('the one table of older answers', () => {
	const pens = [[cell('Item', 'Pens')]];
	const withPlace = [[cell('Item', 'Pens', { confidence: 0.9 })]];
	const ink = [[cell('Item', 'Ink')], [cell('Item', 'Toner')]];
	test.each<[string, object, Array<[number, unknown, string]>]>([
		['alone', { items: pens }, [[1, null, 'Pens']]],
		[
			'beside a table without rows, as DocFlow prints it',
			{ items: pens, tables: [{ tableName: 'table1', items: [] }] },
			[[1, null, 'Pens']],
		],
		[
			'equal to a table: once',
			{ items: pens, tables: [{ tableName: 'table1', items: withPlace }] },
			[[1, 'table1', 'Pens']],
		],
		[
			'equal to no table: a table of its own',
			{ items: pens, tables: [{ tableName: 'table1', items: ink }] },
			[
				[1, 'table1', 'Ink'],
				[1, 'table1', 'Toner'],
				[0, null, 'Pens'],
			],
		],
	])('%s', (_what, data, rows) =>
		expect(
			items(of(data), 'rows').map((row) => [row.table_index, row.table_name, row['Line Item']]),
		).toEqual(rows),
	);
});

describe('a column means one thing in every document', () => {
	test("a head's amount and a line's are never one column", () => {
		const lines = [{ items: [[cell('Amount', '70')]] }];
		const [one] = own(of({ fields: [cell('Amount', '30')], tables: lines }), 'rows');
		const [other] = own(of({ fields: [], tables: lines }), 'rows');
		expect([one['Line Amount'], one.Amount]).toEqual(['70', '30']);
		expect(other).toMatchObject({ 'Line Amount': '70' });
		expect(other).not.toHaveProperty('Amount');
	});

	test.each([
		['a name of this node', 'file_key', 'file_key (field)'],
		['what n8n takes for a failed item', 'error', 'error (field)'],
		['a whole number, which would come first', '2026', '2026 (field)'],
		['an ending of this node', 'Total (2)', 'Total (2) (field)'],
		['the beginning of a column of tables', 'Line Amount', 'Line Amount (field)'],
	])('%s', (_what, label, column) => {
		const names = (fields: KeyValue[]) => Object.keys(own(of({ fields }), 'rows')[0]);
		expect(names([cell(label, '')])).toContain(column);
		expect(names([cell('Total', ''), cell('Total', ''), cell(label, '')])).toEqual([
			'row_key',
			'Total',
			'Total (2)',
			column,
			'table_name',
			'table_index',
			'row_index',
		]);
	});

	test('another prefix, or none', () => {
		const data = {
			fields: [cell('Amount', 1)],
			tables: [{ items: [[cell('Amount', 2), cell('7', 3)]] }],
		};
		expect(own(of(data), 'rows', { columnPrefix: '行 ' })[0]).toMatchObject({
			Amount: 1,
			'行 Amount': 2,
			'行 7': 3,
		});
		expect(own(of(data), 'rows', { columnPrefix: '' })[0]).toMatchObject({
			'Amount (field)': 1,
			Amount: 2,
			'7 (column)': 3,
		});
	});
});

test('stamps and handwriting with all they say, translated where asked, without stray separators', () => {
	const data = {
		stamps: [
			{ text: '' },
			{ text: '已付', type: '其他', color: '红', shape: '', translated_text: 'PAID' },
			{ text: null, type: 'Seal' },
			{ text: 'OK', translated_text: '' },
		],
		handwritings: [{ text: '三月', translated_text: 'March' }, { text: '' }],
	};
	expect(own(of(data), 'simplified')).toEqual([
		{ stamps: '已付 (其他, 红); (Seal); OK', handwritings: '三月' },
	]);
	expect(own(of(data), 'simplified', { fieldNames: 'translated' })).toEqual([
		{ stamps: 'PAID (其他, 红); (Seal); OK', handwritings: 'March' },
	]);
	expect(own(of({ stamps: [{ text: '' }], handwritings: [] }), 'simplified')).toEqual([{}]);
});

test('names by identifier or translation, falling back to the label, values to what was read', () => {
	const fields = [
		cell('金额', '5', { identifier: 'amount', translated_key: 'Amount', translated_value: 'five' }),
		cell('号码', '7', { translated_key: '', translated_value: '' }),
		cell('', 'x'),
	];
	expect(own(of({ fields }), 'simplified', { fieldNames: 'identifier' })).toEqual([
		{ amount: '5', 号码: '7', field: 'x' },
	]);
	expect(own(of({ fields }), 'simplified', { fieldNames: 'translated' })).toEqual([
		{ Amount: 'five', 号码: '7', field: 'x' },
	]);
});

describe('children', () => {
	const child = { ...file, id: '3', task_id: '4', batch_number: undefined, name: 'a.pdf#1' };
	const columns = ['file_key', 'file_id', 'batch_number', 'parent_task_id', 'status'];
	const shown = (children: DocFlowFile[], more: Partial<OutputOptions> = {}) =>
		items({ ...file, child_files: children }, 'simplified', more).map((row) =>
			columns.map((name) => row[name]),
		);

	test('take the place of their parent, with its batch, task and status', () => {
		const unsaid = { ...child, id: '5', recognition_status: undefined };
		expect(shown([child, unsaid])).toEqual([
			[`F${file.id}-3`, '3', file.batch_number, file.task_id, 'success'],
			[`F${file.id}-5`, '5', file.batch_number, file.task_id, 'success'],
		]);
		expect(isFinished({ ...file, child_files: [unsaid] })).toBe(true);
		expect(isFinished({ ...file, child_files: [{ ...child, recognition_status: 4 }] })).toBe(false);
		expect(shown([child], { splitChildren: false })[0][0]).toBe(`F${file.id}`);
		const parent = { ...file, child_files: [child] };
		expect(items(parent, 'raw')).toEqual([parent]);
	});

	test('are told apart by their place where their ids do not', () =>
		expect(shown([child, child, { ...child, id: '' }]).map(([key]) => key)).toEqual([
			`F${file.id}-3`,
			`F${file.id}-.2`,
			`F${file.id}-.3`,
		]));

	test('do not hide what only their parent says', () => {
		const data = { fields: [cell('Total', 1)] };
		const parent = { ...of({ fields: [cell('Sum', 9)] }), child_files: [{ ...child, data }] };
		expect(own(parent, 'simplified')).toEqual([{ Sum: 9 }, { Total: 1 }]);
	});
});

test('a record without a batch number has the one it was asked for by', () => {
	const options = { output: 'simplified', fieldNames: 'key', splitChildren: true } as const;
	const [row] = toItems({ ...file, batch_number: undefined }, options, '77');
	expect(row.batch_number).toBe('77');
	expect(toItems(file, options, '77')[0].batch_number).toBe(file.batch_number);
});

test('a status this node does not know is shown, not hidden', () => {
	expect(items({ ...file, recognition_status: 42 }, 'simplified')[0]).toMatchObject({
		status: 'status 42',
		status_code: 42,
	});
});

describe('options', () => {
	const fields = [cell('Total', '=1+1'), cell('No', '-5.00'), cell('Note', null), cell('A', '')];
	test('columns: just these, always there, in this order', () => {
		const columns = ['Note', 'file_name', 'Missing', 'Total'];
		const [row] = items(of({ fields }), 'simplified', { columns });
		expect(Object.entries(row)).toEqual([
			['Note', null],
			['file_name', 'a.pdf'],
			['Missing', null],
			['Total', '=1+1'],
		]);
	});

	test('empty as, safe text', () => {
		expect(own(of({ fields }), 'simplified')).toEqual([
			{ Total: '=1+1', No: '-5.00', Note: null, A: '' },
		]);
		const more = { emptyAs: 'empty', safeText: true } as const;
		expect(own(of({ fields }), 'simplified', more)).toEqual([
			{ Total: "'=1+1", No: '-5.00', Note: '', A: '' },
		]);
		expect(items(of({ fields }), 'simplified', { ...more, columns: ['Missing'] })).toEqual([
			{ Missing: '' },
		]);
	});

	test.each(['@SUM(A1)', '+49 170 x', '-', '=cmd', '＝1', ' =1'])('safe text: %s', (text) =>
		expect(own(of({ fields: [cell('A', text)] }), 'simplified', { safeText: true })).toEqual([
			{ A: `'${text}` },
		]),
	);

	test('confidence: the least of what a row says, and what is below the bound', () => {
		const data = {
			fields: [cell('No', '7', { confidence: 0.7 }), cell('Date', '', {})],
			tables: [
				{
					items: [
						[cell('Sum', '1', { confidence: 0.95 })],
						[cell('Sum', '2', { confidence: 0.3 })],
					],
				},
			],
		};
		const shown = (output: 'rows' | 'simplified', record = of(data)) =>
			items(record, output, { confidence: 0.8 }).map((row) => [
				row.confidence_min,
				row.low_confidence_fields,
			]);
		expect(shown('simplified')).toEqual([[0.7, 'No']]);
		expect(shown('rows')).toEqual([
			[0.7, 'No'],
			[0.3, 'No, Line Sum'],
		]);
		expect(shown('simplified', of(null))).toEqual([[null, '']]);
	});

	test("safe names: what n8n's Data Table takes, and no two become one", () => {
		const labels = [
			'Total Due',
			'Total-Due',
			'total_due',
			'Total_Due',
			'发票号码',
			'金额',
			'ID',
			'status',
			'2026',
			'Total (2)',
			'x'.repeat(90),
			'x'.repeat(91),
			'Total Due',
		];
		const [row] = own(of({ fields: labels.map((label) => cell(label, label)) }), 'simplified', {
			safeNames: true,
		});
		const names = Object.keys(row);
		expect(names.length).toBe(labels.length);
		for (const name of names) expect(name).toMatch(/^[a-zA-Z][a-zA-Z0-9_]{0,62}$/);
		expect(names).toEqual(
			expect.arrayContaining([
				'Total_Due',
				'total_due',
				'Total_Due__2',
				'ID__field',
				'status__field',
			]),
		);
		const lines = { tables: [{ items: [[cell('Unit Price', 1)]] }] };
		expect(own(of(lines), 'rows', { safeNames: true })[0]).toMatchObject({ Line_Unit_Price: 1 });
	});
});

describe('values that are no plain ones', () => {
	const flats = ['simplified', 'rows', 'fields'] as const;

	test('land as their JSON in every cell of every output, whatever stands where', () => {
		const odd = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()));
		fc.assert(
			fc.property(odd, fc.constantFrom(...flats), (value, output) => {
				const record = {
					...of({
						fields: [cell('Address', value), cell('Name', 'Anna')],
						tables: [{ tableName: value, items: [[cell('Item', value)]] }],
						invoiceVerifyResult: { invoiceVerifyResult: value },
					}),
					failure_causes: value,
				} as unknown as DocFlowFile;
				const cells = items(record, output).flatMap((row) => Object.values(row));
				expect(cells.filter((one) => typeof one === 'object' && one !== null)).toEqual([]);
				expect(cells.filter((one) => one === JSON.stringify(value)).length).toBeGreaterThan(2);
			}),
		);
	});

	test('a text of JSON is safe where texts are to be', () =>
		expect(items(of({ fields: [cell('A', [1])] }), 'simplified', { safeText: true })[0].A).toBe(
			'[1]',
		));
});

describe('Safe Names for labels in another script', () => {
	const names = (...cells: KeyValue[]) =>
		Object.keys(items(of({ fields: cells }), 'simplified', { safeNames: true })[0]).slice(
			METADATA.length,
		);

	test("shows the field's identifier, and stays one column for one field", () => {
		const number = cell('发票号码', '1', { identifier: 'invoice_number' });
		const [name] = names(number);
		expect(name).toMatch(/^invoice_number_[0-9a-f]{8}$/);
		expect(names(cell('Note', ''), number)[1]).toBe(name);
		// The same label without an identifier, or another label with the same one, is another column.
		expect(names(cell('发票号码', '1'))[0]).toMatch(/^f_[0-9a-f]{8}$/);
		expect(names(cell('号码', '1', { identifier: 'invoice_number' }))).not.toEqual([name]);
	});

	test('in a table too, after its prefix; a Latin label says itself', () => {
		const record = of({
			tables: [{ tableName: 't', items: [[cell('金额', '5', { identifier: 'amount' })]] }],
		});
		const [row] = items(record, 'rows', { safeNames: true });
		expect(Object.keys(row).at(-1)).toMatch(/^Line_amount_[0-9a-f]{8}$/);
		expect(names(cell('Größe', '1', { identifier: 'size' }))[0]).toMatch(/^Gr_e_[0-9a-f]{8}$/);
	});
});
