import fc from 'fast-check';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { item } from '../support/files';
import { run } from '../support/n8n';
import { runs } from '../support/nightly';
import { trigger } from '../support/poll';
import { useSandbox } from '../support/sandbox';
import { anyAnswer } from './answers';

const fetchOne = {
	resource: 'file',
	operation: 'fetch',
	batchNumber: '1',
	output: 'rows',
	waitUntilFinished: false,
};
const sound = { id: '1', recognition_status: 1 };
const ok = (result: unknown) => ({ code: 200, msg: 'success', result });

let sandbox: Sandbox;
let credential: Record<string, string>;

useSandbox((started) => ({ sandbox, credential } = started));

/** JSON as text, since the sandbox would send a bare string as it is. */
function answer(body: unknown, times = 9, path = '/file/fetch'): void {
	sandbox.faults.clear();
	sandbox.faults.add({
		kind: 'json',
		body: JSON.stringify(body),
		headers: { 'content-type': 'application/json' },
		path,
		times,
	});
}

/** The items, or the error, which must be one that a user can read. */
async function outcome<T>(work: Promise<T>): Promise<T | Error> {
	return await work.catch((error: unknown) => {
		if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) throw error;
		expect(error.message).toMatch(/^[A-Z].{10,}/);
		expect(error.message).not.toMatch(/undefined|\[object|is not a function|Cannot read/);
		return error;
	});
}

test('Fetch: items or an error to read', async () => {
	skipPauses();
	let items = 0;
	await fc.assert(
		fc.asyncProperty(anyAnswer, async (body) => {
			answer(body);
			if (Array.isArray(await outcome(run({ parameters: fetchOne, credential })))) items++;
		}),
		{ numRuns: runs(200) },
	);
	expect(items).toBeGreaterThan(5);
});

test('Upload: items or an error to read, and the file goes up once', async () => {
	skipPauses();
	await fc.assert(
		fc.asyncProperty(anyAnswer, async (body) => {
			sandbox.files.splice(0);
			sandbox.faults.clear();
			sandbox.faults.add({ kind: 'json', body, path: '/file/upload', after: true });
			const items = [await item(['data', 'a', 'a.txt'])];
			await outcome(
				run({ parameters: { resource: 'file', operation: 'upload' }, credential, items }),
			);
			expect(sandbox.files.length).toBe(1);
		}),
		{ numRuns: runs(60) },
	);
});

test('a poll: items or an error to read, after which the memory is as it was', async () => {
	skipPauses();
	const { poll, save, restore } = trigger({ output: 'rows' }, credential);
	await poll();
	const before = save();
	await fc.assert(
		fc.asyncProperty(anyAnswer, async (body) => {
			restore(before);
			answer(body, 60);
			if ((await outcome(poll())) instanceof Error) expect(save()).toBe(before);
		}),
		{ numRuns: runs(100) },
	);
});

test.each<[string, unknown, RegExp]>([
	['no list', ok({ total: 3 }), /could not be read: it has no list of files/],
	['no list and a total in words', ok({ total: 'many' }), /it has no list of files/],
	['a list that is text', ok({ total: 3, files: 'a' }), /it has no list of files/],
	[
		'a total that its pages do not hold',
		ok({ total: 7, files: [sound] }),
		/says that 7 files match, but its pages hold only 1/,
	],
	[
		'an id that lost its digits',
		ok({ total: 1, files: [{ ...sound, id: 1978297791713619968 }] }),
		/the id of a file came as a number that is not exact/,
	],
	['no list and no total', ok({ files: null }), /it has no list of files/],
	['no result', ok({}), /it has no list of files/],
	[
		'one record of two that is none',
		ok({ total: 2, files: [sound, null] }),
		/a file in it has no id/,
	],
])('%s is an error of Fetch and of a poll, whose memory stays', async (_what, body, message) => {
	skipPauses();
	const { poll, save } = trigger({}, credential);
	await poll();
	const before = save();
	answer(body, 99);
	await expect(outcome(run({ parameters: fetchOne, credential }))).resolves.toMatchObject({
		message: expect.stringMatching(message),
	});
	const error = await outcome(poll());
	expect(error).toBeInstanceOf(Error);
	expect(save()).toBe(before);
});

test('no list with a total of 0 is an empty one for Fetch and a poll', async () => {
	const { poll } = trigger({}, credential);
	await poll();
	answer(ok({ files: null, total: 0 }));
	expect(await run({ parameters: { ...fetchOne, fetchBy: 'workspace' }, credential })).toEqual([]);
	expect(await poll()).toEqual([]);
});

test('a watched batch of which an answer says nothing is not taken for deleted', async () => {
	const { poll, save, log } = trigger({}, credential);
	answer(ok({ total: 1, files: [{ id: '5', batch_number: '7', recognition_status: 4 }] }), 99);
	await poll();
	answer(ok({ files: [] }), 99);
	await poll();
	expect(log).toEqual([expect.stringContaining('does not say what batch 7 holds')]);
	expect(JSON.parse(save())).toMatchObject({
		'node:DocFlow Trigger': { state: { watched: { 7: {} } } },
	});
});

test('an odd file does not keep the others of its batch back', async () => {
	answer(
		ok({
			total: 3,
			files: [
				{ ...sound, data: 'odd', child_files: 'odd' },
				{ id: '2', data: { fields: 5, tables: 'odd' } },
				{ ...sound, id: '3' },
			],
		}),
	);
	const items = await run({ parameters: fetchOne, credential });
	expect(items.map(({ json }) => [json.file_id, json.status, json.field])).toEqual([
		[null, 'unknown', 'odd'],
		['2', 'unknown', 5],
		['3', 'success', undefined],
	]);
});

test('a file without a status is waited for, and named', async () => {
	skipPauses();
	answer(ok({ total: 1, files: [{ id: '1', name: 'a.pdf' }] }), 99);
	const waiting = { waitUntilFinished: true, options: { waitTimeout: 5 } };
	expect(await outcome(run({ parameters: { ...fetchOne, ...waiting }, credential }))).toMatchObject(
		{
			description: expect.stringContaining('a.pdf (unknown)'),
		},
	);
});

test('garbled Chinese is repaired, and an endless message shortened', async () => {
	const msg = Buffer.from('文件损坏').toString('latin1');
	answer({ code: 1005025012, msg });
	expect(await outcome(run({ parameters: fetchOne, credential }))).toMatchObject({
		message: 'DocFlow refused the request: 文件损坏',
	});
	answer({ code: 1005025012, msg: 'x'.repeat(1_000_000) });
	expect(
		((await outcome(run({ parameters: fetchOne, credential }))) as Error).message.length,
	).toBeLessThan(1100);
});

const heldMb = () => {
	const { heapUsed, external } = process.memoryUsage();
	return (heapUsed + external) / 1024 ** 2;
};

test('50 MB in one answer come out whole, in memory that goes with the answer; __proto__ is a column like any other', async () => {
	const fields = Array.from({ length: 30 }, (_, at) => ({
		key: `f${at}`,
		value: 'x'.repeat(1024 ** 2),
	}));
	const row = ['Item', 'Quantity', 'Price', 'Sum'].map((key) => ({
		key,
		value: '1234567890'.repeat(6),
	}));
	const tables = [{ items: Array.from({ length: 60_000 }, () => row) }];
	const body = JSON.stringify(
		ok({
			total: 1,
			files: [
				{
					...sound,
					data: { fields: [...fields, { key: '__proto__', value: { polluted: true } }], tables },
				},
			],
		}),
	);
	expect(body.length / 1024 ** 2).toBeGreaterThan(50);
	sandbox.faults.add({
		kind: 'json',
		body,
		headers: { 'content-type': 'application/json' },
		path: '/file/fetch',
	});
	const before = heldMb();
	const items = await run({ parameters: fetchOne, credential });
	expect(heldMb() - before).toBeLessThan((10 * body.length) / 1024 ** 2);
	expect(items.length).toBe(60_000);
	const [{ json }] = items.slice(-1);
	expect(Object.keys(json).filter((name) => /^f\d/.test(name)).length).toBe(30);
	expect(json).toMatchObject({ row_index: 60_000, 'Line Sum': row[3].value });
	expect(Object.getOwnPropertyDescriptor(json, '__proto__')?.value).toBe('{"polluted":true}');
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('an answer nested without an end is an error', async () => {
	sandbox.faults.add({
		kind: 'json',
		path: '/file/fetch',
		headers: { 'content-type': 'application/json' },
		body: `{"code":200,"result":{"total":1,"files":[{"id":"1","recognition_status":1,"data":${'['.repeat(5000)}${']'.repeat(5000)}}]}}`,
	});
	expect(await outcome(run({ parameters: fetchOne, credential }))).toMatchObject({
		message: expect.stringMatching(/nested too deep/),
	});
});
