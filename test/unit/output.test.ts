import type { DocFlowFile, KeyValue } from '../../nodes/DocFlow/files/types';
import { type OutputKind, toItems } from '../../nodes/DocFlow/output';

const cell = (key: string, value: unknown, more: Partial<KeyValue> = {}): KeyValue => ({
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
		invoiceVerifyResult: { valid: true, Total: 9 },
	},
};

const items = (
	record: DocFlowFile,
	output: OutputKind,
	fieldNames: 'key' | 'identifier' | 'translated' = 'key',
	splitChildren = true,
) => toItems(record, { output, fieldNames, splitChildren });

test('simplified drops and alters nothing, and no name hides another', () => {
	const [row] = items(file, 'simplified');
	expect(Object.keys(row).slice(13)).toEqual([
		'No',
		'Total',
		'Paid',
		'Total (2)',
		'status (field)',
		'__proto__',
		'stamps',
		'valid',
		'Total (document)',
	]);
	expect(row).toMatchObject({
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
	expect(rows.map((row) => [row.table_name, row.row_index])).toEqual([
		['lines', 1],
		['lines', 2],
		['taxes', 1],
	]);
	expect(rows[0]).toMatchObject({ No: '', Total: 0, Item: 'Paper', 'Total (column)': 1 });
	expect(rows[1]).toMatchObject({ Item: 'Pens', 'Item (2)': 'blue' });
	expect(rows[2]).toMatchObject({ Rate: '0%', file_name: 'a.pdf' });
});

test.each([
	['no data', { ...file, data: null }],
	['no tables', { ...file, data: { fields: [] } }],
	['an empty table', { ...file, data: { tables: [{ tableName: 'lines', items: [] }] } }],
])('rows: a file with %s still gives one item', (_name, record) => {
	expect(items(record, 'rows')).toEqual([
		expect.objectContaining({ file_id: file.id, table_name: null, row_index: null }),
	]);
});

test('rows: the older single table where there is no other', () => {
	expect(items({ ...file, data: { items: [[cell('Item', 'Paper')]] } }, 'rows')).toEqual([
		expect.objectContaining({ Item: 'Paper', table_name: null, row_index: 1 }),
	]);
});

test('names by identifier or translation, falling back to the label', () => {
	const fields = [
		cell('金额', '5', { identifier: 'amount', translated_key: 'Amount', translated_value: 'five' }),
		cell('号码', '7'),
		cell('', 'x'),
	];
	const record = { ...file, data: { fields } };
	expect(items(record, 'simplified', 'identifier')[0]).toMatchObject({
		amount: '5',
		号码: '7',
		field: 'x',
	});
	expect(items(record, 'simplified', 'translated')[0]).toMatchObject({ Amount: 'five', 号码: '7' });
});

test('children take the place of their parent, with its batch and task', () => {
	const child = { ...file, id: '3', task_id: '4', batch_number: undefined, name: 'a.pdf#1' };
	const parent = { ...file, child_files: [child, { ...child, id: '5', task_id: '6' }] };
	expect(
		items(parent, 'simplified').map((row) => [row.file_id, row.batch_number, row.parent_task_id]),
	).toEqual([
		['3', '202609150001', file.task_id],
		['5', '202609150001', file.task_id],
	]);
	expect(items(parent, 'simplified', 'key', false).map((row) => row.file_id)).toEqual([file.id]);
	expect(items(parent, 'raw')).toEqual([parent]);
});

test('a status this node does not know is shown, not hidden', () => {
	expect(items({ ...file, recognition_status: 42 }, 'simplified')[0]).toMatchObject({
		status: 'status 42',
		status_code: 42,
	});
});
