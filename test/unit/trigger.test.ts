import { byAge, idBefore, isAfter, latestId, madeAt } from '../../nodes/DocFlow/files/ids';
import type { DocFlowFile } from '../../nodes/DocFlow/files/types';
import { causeOf } from '../../nodes/DocFlow/transport/failure';
import { itemsOf } from '../../nodes/DocFlow/trigger/items';
import { rememberedRuns, prune, remember } from '../../nodes/DocFlow/trigger/firedRuns';
import { fileKey, pack, runKey, batchRunKey, unpack } from '../../nodes/DocFlow/trigger/runKeys';
import { isOfCategory, select } from '../../nodes/DocFlow/trigger/select';
import { isPollState, remainsOf } from '../../nodes/DocFlow/trigger/readState';
import { LIMITS, type PollState, VERSION } from '../../nodes/DocFlow/trigger/state';
import { EVENTS, verdictOf } from '../../nodes/DocFlow/trigger/events';

const ID = '1955840540571376304';
const file = (change: Partial<DocFlowFile> = {}): DocFlowFile => ({
	id: ID,
	task_id: '1',
	batch_number: 'B',
	name: 'a.pdf',
	recognition_status: 1,
	duration_ms: 1200,
	...change,
});
const numbered = (count: number, change: Partial<DocFlowFile> = {}) =>
	Array.from({ length: count }, (_, at) =>
		file({ id: String(BigInt(ID) + BigInt(at)), ...change }),
	);

describe('ids', () => {
	test('order by age whatever their length; one that is no number counts as new', () => {
		expect(isAfter('1955840540571376305', ID)).toBe(true);
		expect(isAfter('999', ID)).toBe(false);
		expect(isAfter(ID, ID)).toBe(false);
		expect(isAfter('c0ffee', ID)).toBe(true);
		expect([{ id: '10' }, { id: '9' }, { id: '11' }].sort(byAge).map(({ id }) => id)).toEqual([
			'9',
			'10',
			'11',
		]);
	});

	test('the latest one passes over what is no number', () => {
		expect(latestId(['5', '12', 'x'], '7')).toBe('12');
		expect(latestId([], '7')).toBe('7');
	});

	test('hold their milliseconds: the vendor prints this one in August 2025', () => {
		expect(new Date(madeAt(ID, Date.UTC(2026, 0)) ?? 0).toISOString()).toMatch(/^2025-08-14/);
		expect(madeAt(ID, Date.UTC(2025, 0))).toBeUndefined();
		expect(madeAt('202412190001', Date.UTC(2026, 0))).toBeUndefined();
		expect(madeAt(idBefore(ID, 60_000), Date.UTC(2026, 0))).toBe(
			(madeAt(ID, Date.UTC(2026, 0)) ?? 0) - 60_000,
		);
		expect(idBefore('5', 60_000)).toBe('0');
	});
});

describe('runs', () => {
	test('a correction or confirmation by a person changes nothing of a run', () => {
		const edited = file({
			verification_status: 2,
			category: 'other',
			data: { fields: [{ key: 'a', value: 'corrected' }] },
		});
		expect([fileKey(edited), runKey(edited)]).toEqual([fileKey(file()), runKey(file())]);
	});

	test.each([{ duration_ms: 1201 }, { recognition_status: 2 }, { task_id: '2' }])(
		'%j is another run of the same file',
		(change) => {
			expect(fileKey(file(change))).toBe(fileKey(file()));
			expect(runKey(file(change))).not.toBe(runKey(file()));
		},
	);

	test('are packed and unpacked whole', () => {
		const runs = new Map(numbered(20).map((one) => [fileKey(one), runKey(one)]));
		expect(unpack(pack(runs))).toEqual(runs);
		expect(pack(runs)).toHaveLength(200);
	});

	test('a batch has one signature, in whatever order its files come', () => {
		const files = numbered(3);
		expect(batchRunKey([...files].reverse())).toBe(batchRunKey(files));
		expect(batchRunKey(files.slice(1))).not.toBe(batchRunKey(files));
	});
});

describe('memory', () => {
	const state = (change: Partial<PollState>): PollState => ({
		version: VERSION,
		scope: 's',
		revision: 'r',
		cursor: 1,
		clocks: { date: 1, own: 1 },
		newest: ID,
		floor: '0',
		watched: {},
		fired: [],
		turn: 0,
		...change,
	});

	const remembering = (
		fired: PollState['fired'],
		done: DocFlowFile[],
		heldBack: DocFlowFile[] = [],
		takenBack: DocFlowFile[] = [],
	) => remember(fired, { done, heldBack, takenBack }, EVENTS.batchFinished);

	test('a file is remembered once, with its latest run', () => {
		const again = file({ duration_ms: 5 });
		const fired = remembering(remembering([], [file(), file({ id: '7' })]), [again]);
		expect(rememberedRuns({ fired })).toEqual(
			new Map([
				[fileKey(file({ id: '7' })), runKey(file({ id: '7' }))],
				[fileKey(file()), runKey(again)],
			]),
		);
	});

	test('a run that was held back is known as such', () => {
		const [page] = remembering([], [], [file()]);
		expect(page).toEqual({
			upTo: ID,
			done: '',
			failed: fileKey(file()) + runKey(file(), ['held back']),
		});
	});

	test('old successes are forgotten before old failures; then the floor rises over what is given up', () => {
		const small = { ...LIMITS, stateSize: 0 };
		const old = remembering([], [...numbered(30), ...numbered(30, { recognition_status: 2 })]);
		const upTo = old[0].upTo;
		const aboveAll = String(BigInt(upTo) + 1n);
		const kept = prune(state({ floor: aboveAll, fired: old }), { ...small, leastMemory: 400 });
		expect(kept.fired).toEqual([{ upTo, done: '', failed: old[0].failed }]);
		expect(kept.floor).toBe(aboveAll);
		const none = prune(state({ fired: old }), { ...small, leastMemory: 100 });
		expect(none).toMatchObject({ fired: [], floor: upTo });
		expect(prune(state({ fired: old }), LIMITS).fired).toEqual(old);
	});

	test('many polls are kept in few pages', () => {
		let fired: PollState['fired'] = [];
		for (const one of numbered(100)) fired = remembering(fired, [one]);
		const pruned = prune(state({ fired }), LIMITS);
		expect(pruned.fired.length).toBeLessThanOrEqual(40);
		expect(rememberedRuns(pruned)).toEqual(rememberedRuns({ fired }));
	});

	test('only a whole state is taken for one', () => {
		expect(isPollState(state({}))).toBe(true);
		for (const wrong of [
			undefined,
			null,
			'x',
			{},
			{ ...state({}), cursor: '1' },
			{ ...state({}), fired: {} },
			{ ...state({}), watched: null },
			{ ...state({}), watched: { B: { toFire: 'odd' } } },
			{ ...state({}), fired: [{ upTo: ID, done: 'odd', failed: '' }] },
			{ ...state({}), newest: 'x' },
			{ ...state({}), clocks: {} },
			{ ...state({}), version: 1 },
		])
			expect(isPollState(wrong)).toBe(false);
	});

	test('a damaged or older state still tells what is whole in it, unless it was made for something else', () => {
		const page = { upTo: ID, done: '', failed: '' };
		const watch = { toFire: 'abcdef' };
		const whole = state({ watched: { B: watch }, fired: [page] });
		const told = { cursor: 1, newest: ID, floor: '0', watched: { B: watch }, fired: [page] };
		expect(remainsOf({ ...whole, clocks: null }, 's')).toEqual(told);
		const lost = { ...whole, watched: { B: 5, C: watch }, fired: [page, 'x'], cursor: 'x' };
		expect(remainsOf(lost, 's')).toEqual({
			newest: ID,
			floor: '0',
			watched: { B: { toFire: '', waits: true, unsure: true }, C: watch },
			fired: [page],
		});
		expect(remainsOf({ ...whole, version: 1, scope: 'older' }, 's')).toMatchObject({ cursor: 1 });
		expect(remainsOf({ ...whole, watched: ['x'], resume: 1 }, 's')).toEqual({
			...told,
			watched: undefined,
			resume: 1,
		});
		for (const nothing of [{ ...whole, scope: 'other' }, 'x', null, {}, { cursor: 'yesterday' }])
			expect(remainsOf(nothing, 's')).toBeUndefined();
	});

	test('what was taken back is forgotten', () => {
		const fired = remembering([], [file(), file({ id: '7' })]);
		expect([...rememberedRuns({ fired: remembering(fired, [], [], [file()]) }).keys()]).toEqual([
			fileKey(file({ id: '7' })),
		]);
	});
});

describe('filters and items', () => {
	const children = [
		file({ id: '1', category: 'invoice' }),
		file({ id: '2', category: 'letter', recognition_status: 2 }),
	];
	const parent = file({ category: '', child_files: children });
	const any = {
		event: 'batchFinished' as const,
		category: '',
		outcome: 'any' as const,
		verdict: 'any' as const,
	};

	test('a verdict is that of the file, or of all documents in it', () => {
		const said = (...verdicts: unknown[]) =>
			verdictOf(
				file({ child_files: verdicts.map((verification_status) => file({ verification_status })) }),
			);
		expect(
			[2, 3, 0, 4, 5, null].map((verification_status) => verdictOf(file({ verification_status }))),
		).toEqual(['confirmed', 'rejected', undefined, undefined, undefined, undefined]);
		expect([said(2, 2), said(2, 3), said(2, 0)]).toEqual(['confirmed', 'rejected', undefined]);
		const rejected = file({ verification_status: 3 });
		const wanted = { ...any, event: 'fileVerified' as const, verdict: 'rejected' as const };
		const files = [rejected, file({ id: '8', verification_status: 2 })];
		expect(select(files, files, wanted)).toEqual({ files: [rejected], heldBack: false });
	});

	test('a split file is of the categories of its documents', () => {
		expect(
			['', 'invoice', 'letter', 'other'].map((category) => isOfCategory(parent, category)),
		).toEqual([true, true, true, false]);
		expect(isOfCategory(file({ category: 'invoice' }), 'letter')).toBe(false);
	});

	test('a failed document in a split file is a failure', () => {
		const wanted = (outcome: 'allSucceeded' | 'someFailed') =>
			select([parent], [parent], { ...any, outcome });
		expect(wanted('someFailed')).toEqual({ files: [parent], heldBack: false });
		expect(wanted('allSucceeded')).toEqual({ files: [], heldBack: true });
		// Of the invoices in it none failed.
		expect(
			select([parent], [parent], { ...any, category: 'invoice', outcome: 'allSucceeded' }),
		).toEqual({ files: [parent], heldBack: false });
	});

	test('the outcome of single files is their own, and holds nothing back', () => {
		const failed = file({ id: '3', recognition_status: 2 });
		expect(
			select([file(), failed], [file(), failed], {
				...any,
				event: 'fileFinished',
				outcome: 'someFailed',
			}),
		).toEqual({ files: [failed], heldBack: false });
	});

	test('only documents of the category come out; raw stays as it came', () => {
		const options = { fieldNames: 'key' as const, splitChildren: true, category: 'invoice' };
		const fired = { batchNumber: 'B', files: [parent] };
		expect(
			itemsOf(fired, { ...options, output: 'simplified' }).map(({ json }) => json.file_id),
		).toEqual(['1']);
		expect(itemsOf(fired, { ...options, output: 'raw' })).toEqual([{ json: parent }]);
		expect(itemsOf(fired, { ...options, output: 'batch' })).toMatchObject([
			{ json: { batch_number: 'B', file_count: 1, failed_count: 0, files: [{ file_id: '1' }] } },
		]);
	});
});

test.each([
	[
		{ status: 429, retryAfter: '3' },
		{ cause: 'rate-limited', retryAfterMs: 3000 },
	],
	[{ status: 200, code: '429' }, { cause: 'rate-limited' }],
	[{ status: 200, code: '1005025075' }, { cause: 'quota-exhausted' }],
	[{ status: 200, code: '401' }, { cause: 'credential-invalid' }],
	[{ status: 502 }, { cause: 'temporarily-unavailable' }],
	[{ network: 'ETIMEDOUT' }, { cause: 'temporarily-unavailable' }],
	[{ status: 401 }, { cause: 'temporarily-unavailable' }],
	[{ status: 403 }, { cause: 'temporarily-unavailable' }],
	[{ status: 200, code: '40102' }, { cause: 'credential-invalid' }],
	[{ status: 200, code: '401', clockOffMs: 600_000 }, { cause: 'temporarily-unavailable' }],
	[{ status: 404 }, { cause: 'temporarily-unavailable' }],
	[{ status: 302 }, { cause: 'temporarily-unavailable' }],
	[{ status: 200, message: 'a web page' }, { cause: 'temporarily-unavailable' }],
	[{ network: 'CERT_HAS_EXPIRED' }, { cause: 'temporarily-unavailable' }],
	[{ status: 200, code: '1005025065' }, undefined],
])('the cause of %j for n8n', (failure, cause) => expect(causeOf(failure, 0)).toEqual(cause));
