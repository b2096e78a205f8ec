import type { INodeExecutionData } from 'n8n-workflow';

import { type Sandbox, startSandbox } from '../../sandbox/server';
import { NOTHING } from '../../sandbox/service/extract';
import { newFile, verify } from '../../sandbox/service/store';
import { trigger } from '../support/poll';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const STEP_MS = 10 * SECOND;

let sandbox: Sandbox;
let credential: Record<string, string>;
let now: number;
let ahead: number;

const names = (items: INodeExecutionData[]) => items.map(({ json }) => json.file_name);
const finish = () => (now += 5 * STEP_MS);
/** Files that a colleague uploads, in work from now on. */
function upload(name: string, batch: string) {
	const query = {};
	const place = { batch, workspace: credential.workspaceId, name, format: 'pdf' };
	const file = newFile({ ...place, sha256: '', bytes: 1, created: now, query, content: NOTHING });
	sandbox.files.push(file);
	return file;
}

beforeEach(async () => {
	[now, ahead] = [Date.parse('2026-11-20T08:00:00Z'), 0];
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	sandbox = await startSandbox({ stepMs: STEP_MS, now: () => now, date: () => now + ahead });
	credential = { ...sandbox.credential, baseUrl: sandbox.url };
});
afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const OWN = 'node:DocFlow Trigger';
const SIMPLE = { output: 'simplified' } as const;

/** A poll of n8n's durable scheduler: with a memory of its own, made of what was saved. */
function scheduled(saved: string, parameters: Parameters<typeof trigger>[0] = SIMPLE) {
	const one = trigger(parameters, credential, { getPollBudgetMs: () => 36_000 });
	one.restore(saved);
	return one;
}
const without = (saved: string, part: string): string => {
	const { [part]: _, ...rest } = JSON.parse(saved) as Record<string, unknown>;
	return JSON.stringify(rest);
};

describe('where n8n gives each poll a memory of its own', () => {
	test('what finishes between activation and the first poll fires, though n8n drops what activation stored', async () => {
		const activation = trigger(SIMPLE, credential);
		expect(await activation.poll()).toEqual([]);
		upload('a.pdf', '1');
		finish();
		const first = scheduled(without(activation.save(), OWN));
		expect(names(await first.poll())).toEqual(['a.pdf']);
	});

	test('what only a quiet poll saw counts, though n8n does not save it', async () => {
		const old = upload('old.pdf', '1');
		finish();
		now += DAY;
		const activation = trigger(SIMPLE, credential);
		await activation.poll();
		const saved = activation.save();
		now += MINUTE;
		Object.assign(old, { started: now, runs: 2, touched: now });
		now += SECOND;
		expect(await scheduled(saved).poll()).toEqual([]);
		finish();
		expect(names(await scheduled(saved).poll())).toEqual(['old.pdf']);
	});

	test('a batch settles there too', async () => {
		const settling = { ...SIMPLE, options: { settleTime: 120 } };
		const activation = trigger(settling, credential);
		await activation.poll();
		const saved = activation.save();
		upload('a.pdf', '1');
		finish();
		expect(await scheduled(saved, settling).poll()).toEqual([]);
		now += 2 * MINUTE;
		expect(names(await scheduled(saved, settling).poll())).toEqual(['a.pdf']);
	});

	test('polls that overlap, or begin before n8n has saved, give a batch once', async () => {
		const activation = trigger(SIMPLE, credential);
		await activation.poll();
		const saved = activation.save();
		upload('a.pdf', '1');
		finish();
		const all = await Promise.all([1, 2, 3].map(async () => await scheduled(saved).poll()));
		expect(all.flatMap(names)).toEqual(['a.pdf']);
		now += SECOND;
		expect(await scheduled(saved).poll()).toEqual([]);
		// It was never saved: n8n threw it away.
		now += MINUTE;
		expect(names(await scheduled(saved).poll())).toEqual(['a.pdf']);
	});
});

describe('the memory', () => {
	test('goes on when the node is renamed', async () => {
		const node = trigger(SIMPLE, credential);
		await node.poll();
		upload('a.pdf', '1');
		finish();
		const { [OWN]: own, ...rest } = JSON.parse(node.save()) as Record<string, unknown>;
		node.restore(JSON.stringify({ ...rest, 'node:Called otherwise before': own }));
		expect(names(await node.poll())).toEqual(['a.pdf']);
		expect(await node.poll()).toEqual([]);
	});

	test.each([
		['without the memory of the first', () => '{}'],
		['with it, as when it is imported with all it has', (saved: string) => saved],
	])(
		'of a copy of the workflow begins anew, %s, and neither disturbs the other',
		async (_how, of) => {
			const first = trigger(SIMPLE, credential);
			const copy = trigger(SIMPLE, credential);
			await first.poll();
			upload('a.pdf', '1');
			finish();
			// The node of a copy has the same id.
			copy.restore(of(first.save()), 'copy');
			expect(await copy.poll()).toEqual([]);
			expect(names(await first.poll())).toEqual(['a.pdf']);
			upload('b.pdf', '2');
			finish();
			for (const node of [copy, first]) expect(names(await node.poll())).toEqual(['b.pdf']);
			for (const node of [copy, first]) expect(await node.poll()).toEqual([]);
			expect([...first.log, ...copy.log]).toEqual([]);
		},
	);

	test.each(['watched', 'fired', 'cursor', 'newest', 'floor', 'clocks', 'version'])(
		'with its %s damaged is set aside with a warning, once, and nothing is lost',
		async (part) => {
			const node = trigger(SIMPLE, credential);
			await node.poll();
			upload('seen.pdf', '1');
			now += SECOND;
			expect(await node.poll()).toEqual([]);
			upload('new.pdf', '2');
			const saved = JSON.parse(node.save()) as Record<string, { state: object }>;
			const damaged = { ...saved[OWN].state, [part]: part === 'version' ? 1 : 'damaged' };
			node.restore(JSON.stringify({ [OWN]: { state: damaged } }));
			finish();
			const fired = [...(await node.poll()), ...(await node.poll())];
			expect(names(fired).sort()).toEqual(['new.pdf', 'seen.pdf']);
			expect(node.log).toEqual([expect.stringContaining('set aside')]);
		},
	);
});

describe("a clock in DocFlow's answers that is ahead", () => {
	test.each([20, 60, 8 * 60])(
		'by %i minutes loses nothing, and is warned of once',
		async (minutes) => {
			ahead = minutes * MINUTE;
			upload('before.pdf', '0');
			finish();
			const node = trigger(SIMPLE, credential);
			expect(await node.poll()).toEqual([]);
			for (const round of [1, 2, 3, 4]) {
				now += MINUTE;
				upload(`${round}.pdf`, String(round));
				finish();
				expect(names(await node.poll())).toEqual([`${round}.pdf`]);
			}
			expect(node.log).toEqual([expect.stringContaining('ahead of the times of its files')]);
		},
	);

	test('for one poll loses nothing', async () => {
		const node = trigger(SIMPLE, credential);
		await node.poll();
		ahead = 60 * MINUTE;
		await node.poll();
		ahead = 0;
		now += MINUTE;
		upload('a.pdf', '1');
		finish();
		expect(names(await node.poll())).toEqual(['a.pdf']);
	});
});

describe('File Verified', () => {
	const verified = (filters = {}) =>
		trigger({ event: 'fileVerified', output: 'simplified', filters }, credential);
	const after = (file: ReturnType<typeof upload>, status: number) =>
		verify(file, status, (now += MINUTE));

	test('fires once for each verdict, not for what was verified before, nor for corrections', async () => {
		const [before, later] = [upload('before.pdf', '1'), upload('later.pdf', '1')];
		finish();
		after(before, 2);
		now += 30 * DAY;
		const node = verified();
		expect(await node.poll()).toEqual([]);
		after(before, 2);
		expect(await node.poll()).toEqual([]);
		after(later, 2);
		const [item] = await node.poll();
		expect(item.json).toMatchObject({ file_name: 'later.pdf', verification_status: 'confirmed' });
		after(later, 2);
		expect(await node.poll()).toEqual([]);
		after(later, 3);
		expect(names(await node.poll())).toEqual(['later.pdf']);
		after(later, 0);
		expect(await node.poll()).toEqual([]);
		after(later, 3);
		expect(names(await node.poll())).toEqual(['later.pdf']);
		expect(await node.poll()).toEqual([]);
	});

	test('passes by verdict', async () => {
		const [one, two] = [upload('one.pdf', '1'), upload('two.pdf', '2')];
		finish();
		const node = verified({ verdict: 'rejected' });
		await node.poll();
		after(one, 2);
		after(two, 3);
		expect(names(await node.poll())).toEqual(['two.pdf']);
		after(one, 3);
		expect(names(await node.poll())).toEqual(['one.pdf']);
	});
});

test('files without a batch number fire File Finished, and are no batch', async () => {
	const files = trigger({ event: 'fileFinished', output: 'simplified' }, credential);
	const batches = trigger(SIMPLE, credential);
	for (const node of [files, batches]) expect(await node.poll()).toEqual([]);
	upload('lone.pdf', '');
	now += SECOND;
	for (const node of [files, batches]) expect(await node.poll()).toEqual([]);
	finish();
	expect(names(await files.poll())).toEqual(['lone.pdf']);
	expect(await files.poll()).toEqual([]);
	expect(await batches.poll()).toEqual([]);
	expect([...files.log, ...batches.log]).toEqual([]);
});

test('2,500 files of 500 batches that finish at once take few more requests than they have pages', async () => {
	const node = trigger({ ...SIMPLE, options: { maxBatchesPerPoll: 1000 } }, credential);
	await node.poll();
	for (let at = 0; at < 2_500; at++) upload(`${at}.pdf`, `batch ${at % 500}`);
	now += SECOND;
	expect(await node.poll()).toEqual([]);
	finish();
	const before = sandbox.requests.length;
	expect(new Set(names(await node.poll())).size).toBe(2_500);
	expect(sandbox.requests.length - before).toBeLessThan(30);
});
