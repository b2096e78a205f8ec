import * as fc from 'fast-check';

import { keyOf, nameKey } from '../../nodes/DocFlow/delivery/match';
import { afterFailedLook, type Evidence, reconcile } from '../../nodes/DocFlow/delivery/reconcile';
import type { InputFile } from '../../nodes/DocFlow/delivery/types';
import type { TakenFile } from '../../nodes/DocFlow/files/types';
import { runs } from '../support/nightly';

const source = (name: string, item = 0): InputFile => ({
	item,
	name,
	origin: { binary_field: 'data' },
	content: { name, mimeType: 'text/plain', bytes: 1, open: async () => Buffer.alloc(1) },
});
const address = (url: string): InputFile => ({
	item: 0,
	name: url.split('/').pop() ?? '',
	origin: { url },
});
const FIRST = 1978297791713619968n;
const file = (at: number, name: string): TakenFile => ({ id: String(FIRST + BigInt(at)), name });
const ids = (...files: TakenFile[]) => new Set(files.map(({ id }) => id));
const evidence = (more: Partial<Evidence>): Evidence => ({
	before: new Set(),
	now: [],
	claimed: new Set(),
	sent: [],
	unsent: new Set(),
	doubtful: [],
	isOwn: true,
	...more,
});
const short = (known: Evidence) => {
	const { taken, missing, unknown } = reconcile(known);
	return [
		taken.map(([{ item }, { id }]) => [item, Number(BigInt(id) - FIRST)]),
		missing.map(({ item }) => item),
		unknown.map(({ item }) => item),
	];
};

describe('after a lost answer', () => {
	const sent = [[source('a', 0), source('b', 1)], [source('c', 2)]];
	test.each<[string, Partial<Evidence>, unknown]>([
		[
			'all there, in any order',
			{ now: [file(3, 'c'), file(2, 'b'), file(1, 'a')] },
			[
				[
					[0, 1],
					[1, 2],
					[2, 3],
				],
				[],
				[],
			],
		],
		['nothing there', {}, [[], [0, 1, 2], []]],
		[
			'one missing',
			{ now: [file(1, 'a'), file(3, 'c')] },
			[
				[
					[0, 1],
					[2, 3],
				],
				[1],
				[],
			],
		],
		['held before', { now: [file(1, 'a')], before: ids(file(1, 'a')) }, [[], [0, 1, 2], []]],
		["a sibling's", { now: [file(1, 'a')], claimed: ids(file(1, 'a')) }, [[], [0, 1, 2], []]],
		['more than were sent', { now: [file(1, 'a'), file(2, 'a')] }, [[], [1, 2], [0]]],
		['a file nobody sent', { now: [file(1, 'x')] }, [[], [], [0, 1, 2]]],
	])('%s', (_name, more, expected) => expect(short(evidence({ sent, ...more }))).toEqual(expected));

	test('two files of one name are counted, in the order of their ids, a longer id being later', () => {
		const twins = [[source('a', 0), source('a', 1), source('b', 2)]];
		expect(short(evidence({ sent: twins, now: [file(9, 'a'), file(1, 'a')] }))).toEqual([
			[
				[0, 1],
				[1, 9],
			],
			[2],
			[],
		]);
		expect(short(evidence({ sent: twins, now: [file(1, 'a'), file(2, 'b')] }))).toEqual([
			[[2, 2]],
			[],
			[0, 1],
		]);
		const late = { id: '10000000000000000000', name: 'a' };
		expect(
			reconcile(evidence({ sent: twins, now: [late, file(1, 'a')] })).taken.map(([, { id }]) => id),
		).toEqual([file(1, 'a').id, late.id]);
	});

	test('renamed files are told by place where nobody else adds to the batch and none is missing', () => {
		const one = [[source('a b', 0), source('c', 1), source('d/e', 2)]];
		const now = [file(1, 'a_b'), file(2, 'c'), file(3, 'd_e')];
		expect(short(evidence({ sent: one, now }))).toEqual([
			[
				[1, 2],
				[0, 1],
				[2, 3],
			],
			[],
			[],
		]);
		expect(short(evidence({ sent: one, now, isOwn: false }))).toEqual([[], [], [0, 1, 2]]);
		expect(short(evidence({ sent: one, now: now.slice(0, 2) }))).toEqual([[[1, 2]], [], [0, 2]]);
	});

	test('in a batch of a given number a file of the name may be another execution: nothing is taken', () => {
		const [a, b] = [file(1, 'a'), file(2, 'b')];
		const given = { sent: [[source('a', 0), source('b', 1)]], isOwn: false };
		expect(short(evidence({ ...given, now: [a, b] }))).toEqual([[], [], [0, 1]]);
		expect(short(evidence({ ...given, now: [a] }))).toEqual([[], [1], [0]]);
		expect(short(evidence({ ...given, now: [a], before: ids(a) }))).toEqual([[], [0, 1], []]);
		expect(short(evidence(given))).toEqual([[], [0, 1], []]);
	});

	test('what lies there under the name of a file that is unknown already may be that one', () => {
		const doubtful = [source('a', 9)];
		const lost = { sent: [[source('a', 0), source('b', 1)]], doubtful };
		const now = [file(1, 'a'), file(2, 'b')];
		expect(short(evidence({ ...lost, now }))).toEqual([[[1, 2]], [], [0]]);
		expect(short(evidence({ ...lost, now: [...now, file(3, 'a')] }))).toEqual([[[1, 2]], [], [0]]);
		expect(short(evidence({ ...lost, now: [file(2, 'b')] }))).toEqual([[[1, 2]], [0], []]);
	});

	test('names are the same however they are spelled', () => {
		expect(keyOf(address('https://files.example/%E5%8F%91%E7%A5%A8.pdf'))).toBe('发票.pdf');
		expect([keyOf(address('https://files.example/100%.pdf')), keyOf(source('%41.pdf'))]).toEqual([
			'100%.pdf',
			'%41.pdf',
		]);
		expect(nameKey('Zoe\u0308')).toBe(nameKey('Zoë'));
	});

	test('a look that grew old claims nothing missing', () => {
		const [a, b, c] = [source('a'), source('b'), source('c')];
		expect(afterFailedLook({ taken: [[a, file(1, 'a')]], missing: [b], unknown: [c] })).toEqual({
			taken: [[a, file(1, 'a')]],
			missing: [],
			unknown: [c, b],
		});
	});
});

/** A random batch: files held before, requests that were answered, and lost ones of which some files arrived. */
const history = fc.record({
	before: fc.array(fc.constantFrom('a', 'b', 'c', 'x'), { maxLength: 5 }),
	siblings: fc.array(fc.constantFrom('a', 'b', 'c', 'x'), { maxLength: 5 }),
	// Names that lost requests share are kept apart by the sender, so each has a letter of its own here.
	sent: fc.array(
		fc.array(
			fc.record({ name: fc.nat({ max: 2 }), arrived: fc.boolean(), renamed: fc.boolean() }),
			{ minLength: 1, maxLength: 5 },
		),
		{ minLength: 1, maxLength: 3 },
	),
	whole: fc.boolean(),
	renames: fc.boolean(),
	own: fc.boolean(),
	shuffle: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
});

describe('in random batches', () => {
	const run = (
		check: (
			truth: Map<InputFile, TakenFile | undefined>,
			known: Evidence,
			isPlain: boolean,
		) => void,
	) =>
		fc.assert(
			fc.property(history, ({ before, siblings, sent, whole, renames, own, shuffle }) => {
				let next = 0;
				const make = (name: string) => file(next++, name);
				const held = own ? [] : before.map(make);
				const claimed = siblings.map(make);
				const truth = new Map<InputFile, TakenFile | undefined>();
				const requests = sent.map((files, at) =>
					files.map(({ name, arrived, renamed }) => {
						const one = source(`${'abc'[at]}${name}`);
						const isThere = whole ? files[0].arrived : arrived;
						truth.set(
							one,
							isThere ? make(renames && renamed ? `${one.name}~` : one.name) : undefined,
						);
						return one;
					}),
				);
				const there = [...truth.values()].filter((one) => one !== undefined);
				const now = [...held, ...claimed, ...there].sort(
					(a, b) =>
						shuffle[Number(BigInt(a.id) - FIRST) % 40] - shuffle[Number(BigInt(b.id) - FIRST) % 40],
				);
				check(
					truth,
					{
						before: ids(...held),
						claimed: ids(...claimed),
						now,
						sent: requests,
						unsent: new Set<InputFile>(),
						doubtful: [],
						isOwn: own,
					},
					whole && !renames,
				);
			}),
			{ numRuns: runs(2000) },
		);

	test('each file has one fate, and each arrived file goes to one of them, never one held or claimed', () => {
		run((truth, known) => {
			const { taken, missing, unknown } = reconcile(known);
			const told = [...taken.map(([one]) => one), ...missing, ...unknown];
			expect([told.length, new Set(told)]).toEqual([truth.size, new Set(truth.keys())]);
			const given = taken.map(([, { id }]) => id);
			expect(new Set(given).size).toBe(given.length);
			expect(given.filter((id) => known.before.has(id) || known.claimed.has(id))).toEqual([]);
		});
	});

	test('what is called missing is not there, even when DocFlow renames; what is called taken is, as itself', () => {
		run((truth, known) => {
			const { taken, missing } = reconcile(known);
			expect(missing.filter((one) => truth.get(one) !== undefined)).toEqual([]);
			expect(taken.filter(([one, { id }]) => truth.get(one)?.id !== id)).toEqual([]);
		});
	});

	test('where a request arrives whole or not at all, under its names, in a batch of its own, everything is known', () => {
		run((truth, known) => {
			if (known.isOwn) return;
			const { taken, missing } = reconcile(known);
			expect(taken).toEqual([]);
			expect(missing.filter((one) => truth.get(one) !== undefined)).toEqual([]);
		});
		run((_truth, known, isPlain) => {
			if (isPlain && known.isOwn) expect(reconcile(known).unknown).toEqual([]);
		});
	});
});
