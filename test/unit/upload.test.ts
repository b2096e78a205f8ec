import { batchNumberOf, newBatchNumber } from '../../nodes/DocFlow/delivery/batchNumber';
import { identify, storedAnew } from '../../nodes/DocFlow/delivery/identity';
import { matchAnswer } from '../../nodes/DocFlow/delivery/match';
import { inSendingOrder, jobsOf, pack, plan } from '../../nodes/DocFlow/delivery/plan';
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
	content: { name, mimeType: 'text/plain', bytes, open: async () => Buffer.alloc(bytes) },
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

	test('addresses and files never share a request', () => {
		const address: InputFile = { item: 1, name: 'b', origin: { url: 'http://x/b' } };
		const members = [source('a'), address, source('c')].map((file) => ({ file, settings }));
		expect(names(jobsOf(members, 1).map(({ files }) => files))).toEqual(['ac', 'b']);
	});

	test('files of one name go up in the same order, whatever list of fields they come by', () => {
		const named = (field: string, name: string): InputFile => ({
			...source(name),
			origin: { binary_field: field },
		});
		const [x, y, z] = [named('1', 'scan'), named('2', 'other'), named('3', 'scan')];
		const order = (...files: InputFile[]) =>
			inSendingOrder(files.map((file) => ({ file, settings }))).map(({ file }) => file);
		expect(order(x, y, z)).toEqual([x, y, z]);
		expect(order(z, y, x)).toEqual([x, y, z]);
		expect(order(y, z, x)).toEqual([y, x, z]);
	});

	const nowhere = () => undefined;

	test('one number given by several items is one batch; other settings make a request of their own', () => {
		const orders = [
			{ item: 0, batchNumber: 'x', settings, files: [source('a')] },
			{ item: 1, batchNumber: 'y', settings, files: [source('b')] },
			{ item: 2, batchNumber: 'x', settings: { ...settings, timeout: 9 }, files: [source('c')] },
			{ item: 3, batchNumber: 'x', settings, files: [source('d')] },
		];
		const batches = plan(orders, false, nowhere, () => 'new');
		expect(
			batches.map(({ batchNumber, isGiven, members }) => [
				batchNumber,
				isGiven,
				names(jobsOf(members, 1).map(({ files }) => files)),
			]),
		).toEqual([
			['x', true, ['ad', 'c']],
			['y', true, ['b']],
		]);
	});

	test('a workspace of its own is a batch of its own', () => {
		const other = { ...settings, query: { workspace_id: '2' } };
		const orders = [
			{ item: 0, settings, files: [source('a')] },
			{ item: 1, settings: other, files: [source('b')] },
		];
		expect(plan(orders, true, nowhere, () => 'new').length).toBe(2);
	});

	test('a file stays where an earlier try put it, whatever is asked for now; new ones join it', () => {
		const [a, b, c] = [source('a'), source('b'), source('c', 1, 1)];
		const kept = { batchNumber: 'kept', workspace: '1', isGiven: false };
		const placeOf = (file: InputFile) => (file === a ? kept : undefined);
		const places = (batchNumber: string | undefined, together: boolean) =>
			plan(
				[
					{ item: 0, batchNumber, settings, files: [a, b] },
					{ item: 1, batchNumber, settings, files: [c] },
				],
				together,
				placeOf,
				() => 'new',
			).map((batch) => [batch.batchNumber, names([batch.members.map(({ file }) => file)])[0]]);
		expect(places(undefined, false)).toEqual([
			['kept', 'ab'],
			['new', 'c'],
		]);
		expect(places(undefined, true)).toEqual([['kept', 'abc']]);
		expect(places('given', false)).toEqual([
			['kept', 'a'],
			['given', 'bc'],
		]);
	});
});

describe('the files of an answer', () => {
	const told = (files: InputFile[], answer: Array<[string, string]>) => {
		const { taken, missing, unknown } = matchAnswer(
			files,
			answer.map(([id, name]) => ({ id, name })),
		);
		return [
			taken.map(([{ name }, { id }]) => `${name}${id}`),
			...[missing, unknown].map((some) => some.map(({ name }) => name)),
		];
	};
	const files = [source('a'), source('b'), source('a')];

	test('are told by name and order, and by place where all are listed under other names', () => {
		expect(
			told(files, [
				['2', 'a'],
				['3', 'a'],
				['1', 'b'],
			]),
		).toEqual([['a2', 'b1', 'a3'], [], []]);
		expect(
			told(files, [
				['1', 'A'],
				['2', 'b'],
				['3', 'a?'],
			]),
		).toEqual([['a1', 'b2', 'a3'], [], []]);
	});

	test('that lists one of two of a name may mean either; one that lists none means neither', () => {
		expect(
			told(files, [
				['2', 'a'],
				['1', 'b'],
			]),
		).toEqual([['b1'], [], ['a', 'a']]);
		expect(told(files, [['1', 'b']])).toEqual([['b1'], ['a', 'a'], []]);
	});

	test('under a name nobody sent may be any that is missing; the same one twice counts once', () => {
		expect(told([source('a'), source('b'), source('c')], [['1', 'x']])).toEqual([
			[],
			[],
			['a', 'b', 'c'],
		]);
		expect(
			told(files, [
				['1', 'a'],
				['1', 'a'],
				['2', 'b'],
			]),
		).toEqual([['b2'], [], ['a', 'a']]);
	});
});

test('what a file is does not depend on its batch; equal ones are counted', () => {
	const keys = (list: InputFile[]) => [...identify(list).values()];
	const [a, again] = keys([source('a'), source('a')]);
	expect([a, again, keys([source('a')])[0]]).toEqual([a, `${a}/2`, a]);
	const others = [source('a', 2), source('b'), source('a', 1, 1)];
	expect(new Set([a, ...keys(others)]).size).toBe(4);
});

test('a file that n8n stored anew is the one of before, unless that one is there too', () => {
	const stored = (id: string): InputFile => {
		const file = source('a');
		return { ...file, content: file.content && { ...file.content, id } };
	};
	const keys = (...list: InputFile[]) => [...identify(list).values()];
	const [before] = keys(stored('1'));
	const [now] = keys(stored('2'));
	expect([...storedAnew([before], [now])]).toEqual([[now, before]]);
	expect([...storedAnew([before], [before, now])]).toEqual([]);
	expect([...storedAnew([before], keys(source('a', 2)))]).toEqual([]);
});

describe('batch numbers', () => {
	test('have 19 digits below 2^63, sort by time and differ, however many are made in a moment', () => {
		const now = Date.now() + 1_000_000;
		const made = Array.from({ length: 20_000 }, () => newBatchNumber(now));
		expect(made.every((number) => /^\d{19}$/.test(number))).toBe(true);
		expect(new Set(made).size).toBe(made.length);
		expect(newBatchNumber(now + 100_000) > made[0]).toBe(true);
		expect(BigInt(newBatchNumber(Date.UTC(2200, 0))) < 2n ** 63n).toBe(true);
	});

	test('of the same parts are the same, and in the same range', () => {
		const made = Array.from({ length: 2000 }, (_, at) => batchNumberOf('w', 'n', at));
		expect(made.every((number) => /^\d{19}$/.test(number) && BigInt(number) < 2n ** 63n)).toBe(
			true,
		);
		expect(new Set(made).size).toBe(made.length);
		expect(batchNumberOf('w', 'n', 3)).toBe(made[3]);
	});
});
