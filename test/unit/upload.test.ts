import { readableName } from '../../nodes/DocFlow/actions/file/upload/formats';
import { selectFields } from '../../nodes/DocFlow/actions/file/upload/inputFiles';
import { newBatchNumber } from '../../nodes/DocFlow/delivery/batchNumber';
import { matchTaken } from '../../nodes/DocFlow/delivery/match';
import { pack, plan } from '../../nodes/DocFlow/delivery/plan';
import { type InputFile, type RequestSettings } from '../../nodes/DocFlow/delivery/types';

const settings: RequestSettings = {
	query: { workspace_id: '1' },
	maxFiles: 3,
	maxBytes: 100,
	timeout: 1,
};
const source = (name: string, bytes = 1, item = 0): InputFile => ({
	item,
	name,
	origin: { binary_field: 'data' },
	file: { name, mimeType: 'text/plain', bytes, open: async () => Buffer.alloc(bytes) },
});
const names = (requests: InputFile[][]) =>
	requests.map((request) => request.map(({ name }) => name).join(''));

describe('packing', () => {
	test('by number, by size, a file over the size alone, order kept', () => {
		expect(
			names(
				pack(
					[...'abcdefg'].map((name) => source(name)),
					settings,
				),
			),
		).toEqual(['abc', 'def', 'g']);
		expect(
			names(
				pack(
					[source('a', 60), source('b', 40), source('c', 1), source('d', 500), source('e', 1)],
					settings,
				),
			),
		).toEqual(['ab', 'c', 'd', 'e']);
		expect(pack([], settings)).toEqual([]);
	});

	test('one number given by several items is one batch; other settings make a request of their own', () => {
		const orders = [
			{ item: 0, batchNumber: 'x', settings, sources: [source('a')] },
			{ item: 1, batchNumber: 'y', settings, sources: [source('b')] },
			{ item: 2, batchNumber: 'x', settings: { ...settings, timeout: 9 }, sources: [source('c')] },
			{ item: 3, batchNumber: 'x', settings, sources: [source('d')] },
		];
		const batches = plan(orders, false, () => 'new');
		expect(
			batches.map(({ batchNumber, items, requests }) => [
				batchNumber,
				items,
				names(requests.map(({ sources }) => sources)),
			]),
		).toEqual([
			['x', [0, 2, 3], ['ad', 'c']],
			['y', [1], ['b']],
		]);
	});

	test('a workspace of its own is a batch of its own', () => {
		const other = { ...settings, query: { workspace_id: '2' } };
		const orders = [
			{ item: 0, settings, sources: [source('a')] },
			{ item: 1, settings: other, sources: [source('b')] },
		];
		expect(plan(orders, true, () => 'new').length).toBe(2);
	});
});

test('taken files are told apart by name and order, same names counted', () => {
	const sources = [source('a'), source('b'), source('a')];
	const taken = [
		{ id: '2', name: 'a' },
		{ id: '1', name: 'b' },
	];
	const { pairs, notTaken } = matchTaken(sources, taken);
	expect(pairs.map(([{ name }, { id }]) => [name, id])).toEqual([
		['a', '2'],
		['b', '1'],
	]);
	expect(notTaken).toEqual([sources[2]]);
	const renamed = matchTaken(sources, [
		{ id: '1', name: 'A' },
		{ id: '2', name: 'b' },
		{ id: '3', name: 'a?' },
	]);
	expect(renamed.pairs.map(([, { id }]) => id)).toEqual(['1', '2', '3']);
});

test.each([
	[['data'], ['data'], []],
	[['data', 'attachment_*'], ['data', 'attachment_0', 'attachment_1'], []],
	[['*'], ['data', 'attachment_0', 'attachment_1', 'other.a'], []],
	[['nope', 'data'], ['data'], ['nope']],
	[['other.?'], [], ['other.?']],
	[['x*'], [], []],
])('binary fields of %j', (names, selected, missing) => {
	const found = selectFields(names, ['data', 'attachment_0', 'attachment_1', 'other.a']);
	expect([found.selected.map(({ field }) => field), found.missing]).toEqual([selected, missing]);
});

test.each([
	[{ fileName: 'a.PDF', mimeType: 'application/octet-stream' }, 'a.PDF'],
	[{ fileName: 'scan', mimeType: 'image/jpeg' }, 'scan.jpg'],
	[{ fileName: undefined, mimeType: 'application/pdf; charset=binary' }, 'data.pdf'],
	[{ fileName: '..\\..\\x/a.pdf', mimeType: 'application/pdf' }, 'a.pdf'],
	[{ fileName: 'a.zip', mimeType: 'application/pdf' }, undefined],
	[{ fileName: 'a', mimeType: 'application/zip' }, undefined],
])('a name DocFlow can read: %j', (binary, name) =>
	expect(readableName(binary, 'data')).toBe(name),
);

test('batch numbers have 20 digits, sort by time and differ', () => {
	const made = Array.from({ length: 200 }, () => newBatchNumber(1_795_486_834_663));
	expect(made.every((number) => /^1795486834663\d{7}$/.test(number))).toBe(true);
	expect(new Set(made).size).toBeGreaterThan(190);
});
