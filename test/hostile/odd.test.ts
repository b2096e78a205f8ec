import type { IDataObject } from 'n8n-workflow';

import { readList } from '../../nodes/DocFlow/files/list';
import { parseFile } from '../../nodes/DocFlow/files/parse';
import { hasFailed, isFinished } from '../../nodes/DocFlow/files/types';
import { type OutputKind, toItems } from '../../nodes/DocFlow/output';
import { METADATA } from '../../nodes/DocFlow/output/metadata';

const sound = { id: '1', recognition_status: 1 };
const inChild = (record: object) => ({ ...sound, child_files: [record] });
const put = (record: unknown, output: OutputKind = 'simplified') =>
	toItems(parseFile(record), { output, fieldNames: 'key', splitChildren: true });

describe.each([
	['a file', (record: object) => record],
	['a child', inChild],
])('of %s', (_what, wrap) => {
	test.each(['id', 'task_id', 'parent_task_id', 'batch_number'])(
		'%s as a number is exact or refused',
		(name) => {
			const read = (value: unknown) => parseFile(wrap({ ...sound, [name]: value }));
			expect(JSON.stringify(read(2 ** 53 - 1))).toContain(`"${name}":"9007199254740991"`);
			expect(() => read(1978297791713619968)).toThrow(
				`the ${name} of a file came as a number that is not exact`,
			);
			expect(() => read({})).toThrow(`the ${name} of a file is neither text nor a whole number`);
			expect(() => read('1'.repeat(201))).toThrow('longer than 200');
		},
	);

	test('another id that is not exact says so where it comes out', () => {
		const [raw] = put(
			wrap({ ...sound, workspace_id: 1978297791713619968, category_id: 7, own_id: { a: 1 } }),
			'raw',
		);
		expect((raw.child_files as unknown[])?.[0] ?? raw).toMatchObject({
			workspace_id: '1978297791713620000 (not exact)',
			category_id: 7,
			own_id: { a: 1 },
		});
	});

	test.each<[string, unknown, string, unknown]>([
		['a future', 42, 'status 42', 42],
		['a worded', 'success', 'status success', 'success'],
		['an inherited', 'constructor', 'status constructor', 'constructor'],
		['a half', 1.5, 'status 1.5', 1.5],
		['a listed', [1], 'status [1]', '[1]'],
	])('%s status is shown and is not the end', (_kind, recognition_status, status, status_code) => {
		const record = wrap({ ...sound, recognition_status });
		const file = parseFile(record);
		expect([isFinished(file), hasFailed(file)]).toEqual([false, false]);
		expect(put(record)).toEqual([expect.objectContaining({ status, status_code })]);
	});

	test.each([undefined, null])(
		'%s for a status is not the end, but of a child: it is as its parent',
		(status) => {
			const record = wrap({ ...sound, recognition_status: status });
			const isChild = 'child_files' in record;
			expect(isFinished(parseFile(record))).toBe(isChild);
			expect(put(record)).toEqual([
				expect.objectContaining(
					isChild
						? { status: 'success', status_code: 1 }
						: { status: 'unknown', status_code: null },
				),
			]);
		},
	);

	test('a status as text counts as the number', () => {
		expect(isFinished(parseFile(wrap({ ...sound, recognition_status: '1' })))).toBe(true);
		expect(hasFailed(parseFile(wrap({ ...sound, recognition_status: '2' })))).toBe(true);
	});
});

test.each([
	['nothing', null],
	['no id', {}],
	['an empty id', { id: '' }],
	['text', 'a'],
])('a file that is %s is refused', (_what, record) => {
	expect(() => parseFile(record)).toThrow('has no id');
});

test('a child that is none comes out as it came, and holds its finished file up no more than one without a status', () => {
	const record = { ...sound, task_id: '7', child_files: [{ ...sound, id: '2' }, 'odd', null] };
	expect(isFinished(parseFile(record))).toBe(true);
	expect(put(record)).toMatchObject([
		{ file_id: '2' },
		{ file_id: null, parent_task_id: '7', status: 'unknown', field: 'odd' },
		{ file_id: null },
	]);
});

test('a child that stands alone, where a list is due, is the one child', () => {
	expect(put({ ...sound, child_files: { ...sound, id: '2' } })).toMatchObject([{ file_id: '2' }]);
});

const cell = { key: 'No', value: '7' };

test.each<[string, unknown, object]>([
	['data that is text', 'odd', { field: 'odd' }],
	['data that is a list of fields', [cell], { No: '7' }],
	['fields that are text', { fields: 'odd' }, { field: 'odd' }],
	['fields that are one field', { fields: cell }, { No: '7' }],
	['fields that are another object', { fields: { No: '7' } }, { field: '{"No":"7"}' }],
	[
		'fields of many kinds',
		{ fields: [5, cell, null, [1], { name: 'a' }] },
		{ field: 5, No: '7', 'field (2)': null, 'field (3)': '[1]', 'field (4)': '{"name":"a"}' },
	],
	[
		'names that are not text',
		{
			fields: [{ key: 5.5, value: 1 }, { key: { zh: 'x' }, value: 2 }, { value: 3 }, { value: 4 }],
		},
		{ '5.5': 1, '{"zh":"x"}': 2, field: 3, 'field (2)': 4 },
	],
	[
		'stamps of many kinds',
		{ stamps: [{ text: 5 }, 'PAID', { text: null }] },
		{ stamps: '5; PAID' },
	],
	['handwriting that is text', { handwritings: 'Ann' }, { handwritings: 'Ann' }],
	[
		'an invoice check that is text',
		{ invoiceVerifyResult: 'valid' },
		{ invoiceVerifyResult: 'valid' },
	],
])('%s: nothing is refused or lost', (_what, data, columns) => {
	const [json] = put({ ...sound, data });
	expect(Object.fromEntries(Object.entries(json).slice(METADATA.length))).toEqual(columns);
});

test.each<[string, unknown, object[]]>([
	['tables that are text', 'odd', [{ table_name: null, 'Line field': 'odd' }]],
	[
		'a table that is text',
		['odd', { tableName: 5, items: [[cell]] }],
		[{ 'Line field': 'odd' }, { table_name: 5, 'Line No': '7' }],
	],
	[
		'a table that is its rows',
		[[[cell], [cell]]],
		[
			{ row_index: 1, 'Line No': '7' },
			{ row_index: 2, 'Line No': '7' },
		],
	],
	['rows that are one object', [{ items: { a: 1 } }], [{ 'Line field': '{"a":1}' }]],
	[
		'a row that is a cell, is text or is null',
		[{ items: [cell, 'odd', null] }],
		[{ 'Line No': '7' }, { 'Line field': 'odd' }, { row_index: 3 }],
	],
	['a table without rows', [{ tableName: 'a' }], [{ table_name: null, row_index: null }]],
])('%s: nothing is refused or lost', (_what, tables, rows) =>
	expect(put({ ...sound, data: { tables } }, 'rows')).toMatchObject(rows),
);

test('pages that are not a list have no count', () =>
	expect(put({ ...sound, pages: 'abc' })[0].page_count).toBeNull());

test.each<[string, object, number, number]>([
	['null and a total of 0', { files: null, total: 0 }, 0, 0],
	['no total', { files: [] }, 0, NaN],
	['a total as text', { files: [sound], total: '5' }, 1, 5],
	['a total in words', { files: [sound], total: 'many' }, 1, NaN],
	['a total below 0', { files: [], total: -1 }, 0, NaN],
	['a total that its page exceeds', { files: [sound], total: 0 }, 1, NaN],
	['a total that is no value', { files: [], total: { toString: 1 } }, 0, NaN],
])('a list with %s', (_what, result, count, total) => {
	const list = readList(result as IDataObject);
	expect([list.files.length, list.total]).toEqual([count, total]);
});
