import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../sandbox/faults';
import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { item, uploadTexts } from '../support/files';
import { run } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

const upload = {
	resource: 'file',
	operation: 'upload',
	binaryPropertyName: '*',
	waitForResults: true,
};
const fetch = { resource: 'file', operation: 'fetch' };

let sandbox: Sandbox;
let credential: Record<string, string>;
let clock: ReturnType<typeof skipPauses>;

// Recognition takes five steps of 4 s, and a page holds one file.
useSandbox((started) => ({ sandbox, credential } = started), {
	stepMs: 4_000,
	maxPage: 1,
	now: () => Date.now(),
});
beforeEach(() => (clock = skipPauses()));

const files = async () => [
	await item(['x', 'n: 1', 'a.txt']),
	await item(['y', 'n: 2', 'b.txt'], ['z', 'n: 3', 'c.txt']),
];
const texts = { 'a.txt': 'n: 1', 'b.txt': 'n: 2', 'c.txt': 'n: 3' };
const column = (items: INodeExecutionData[], name: string) => items.map(({ json }) => json[name]);

interface Told {
	message: string;
	description: string;
}
const errorOf = async (running: Promise<unknown>) =>
	await running.then(
		() => Promise.reject(new Error('It did not fail')),
		(error: Told) => error,
	);

/** Files of these names begin an hour later, as soon as they are stored. */
async function slow(...names: string[]): Promise<void> {
	while (sandbox.files.length < 3) await new Promise((resolve) => setImmediate(resolve));
	for (const file of sandbox.files) if (names.includes(file.name)) file.started += 3_600_000;
}

/** Fetches by what an error item names. */
const pickUp = async (fetchBy: string, id: unknown) =>
	await run({
		parameters: { ...fetch, fetchBy, [fetchBy]: String(id), waitUntilFinished: false },
		credential,
	});

describe.each<[string, Fault]>([
	['HTTP 503', { kind: 'status', status: 503, times: 56 }],
	['connections reset', { kind: 'drop-before', times: 56 }],
	['answers cut short', { kind: 'truncated', times: 56 }],
	['pages of a gateway in HTTP 200', { kind: 'not-json', times: 20 }],
	['HTTP 429 with Retry-After', { kind: 'status', status: 429, retryAfter: '10', times: 20 }],
])('minutes of %s while waiting', (_name, fault) => {
	test.each<[string, () => Promise<INodeExecutionData[]>]>([
		[
			'fetch',
			async () => {
				const [{ batch_number }] = await uploadTexts(credential, texts);
				return await run({
					parameters: { ...fetch, batchNumber: batch_number, waitUntilFinished: true },
					credential,
				});
			},
		],
		[
			'upload',
			async () =>
				await run({
					parameters: { ...upload, batchMode: 'allItems' },
					credential,
					items: await files(),
				}),
		],
	])('%s gives all results in the end', async (_operation, play) => {
		sandbox.faults.add({ ...fault, path: '/file/fetch', skip: 4 });
		const output = await play();
		expect(output.map(({ json }) => [json.file_name, json.status, json.n])).toEqual([
			['a.txt', 'success', '1'],
			['b.txt', 'success', '2'],
			['c.txt', 'success', '3'],
		]);
		expect(clock.slept()).toBeGreaterThan(120_000);
	});
});

describe('at the wait timeout', () => {
	const waiting = (batchNumber: string): INodeParameters => ({
		...fetch,
		batchNumber,
		waitUntilFinished: true,
		options: { waitTimeout: 60 },
	});

	test('fetch tells what is unfinished and what is not, the time and the way on; that way gives everything', async () => {
		const [{ batch_number }] = await uploadTexts(credential, texts);
		await slow('b.txt');
		const { message, description } = await errorOf(
			run({ parameters: waiting(batch_number), credential }),
		);
		expect(message).toBe(`DocFlow is not finished with batch ${batch_number} after 60 s`);
		expect(description).toBe(
			`Unfinished: b.txt (pending). Finished: a.txt, c.txt. Nothing is lost: get the results later with File → Fetch for batch ${batch_number}, or raise Wait Timeout. To go on with the finished files at once, set On Error of this node to Continue.`,
		);
		const later = await pickUp('batchNumber', /batch (\d+)/.exec(message)?.[1]);
		expect(column(later, 'file_name')).toEqual(['a.txt', 'b.txt', 'c.txt']);
	});

	test('fetch that continues on fail gives what is finished, and an error item that names each other file', async () => {
		const [{ batch_number }] = await uploadTexts(credential, texts);
		await slow('a.txt', 'b.txt');
		const output = await run({
			parameters: waiting(batch_number),
			credential,
			continueOnFail: true,
		});
		expect(
			output.map(({ json, pairedItem }) => [
				json.file_name,
				json.status,
				json.n,
				json.error,
				pairedItem,
			]),
		).toEqual([
			['c.txt', 'success', '3', undefined, { item: 0 }],
			...['a.txt', 'b.txt'].map((name) => [
				name,
				'pending',
				undefined,
				`DocFlow is not finished with batch ${batch_number} after 60 s`,
				{ item: 0 },
			]),
		]);
		const late = output.slice(1).map(({ json }) => json);
		for (const [fetchBy, name] of [
			['batchNumber', 'batch_number'],
			['fileId', 'file_id'],
			['taskId', 'task_id'],
		]) {
			const later = await pickUp(fetchBy, late[0][name]);
			expect(column(later, 'file_name')).toEqual(
				name === 'batch_number' ? ['a.txt', 'b.txt', 'c.txt'] : ['a.txt'],
			);
		}
	});

	test('fetch that never got an answer says so, with what it was asked for', async () => {
		const [{ batch_number }] = await uploadTexts(credential, texts);
		sandbox.faults.add({ kind: 'status', status: 503, path: '/file/fetch', times: 999 });
		const [{ json }, ...more] = await run({
			parameters: waiting(batch_number),
			credential,
			continueOnFail: true,
		});
		expect(more).toEqual([]);
		expect(json).toMatchObject({
			batch_number,
			error: expect.stringMatching(/is not finished with batch \d+ after 6\d s/),
			description: expect.stringContaining(
				'The last request failed: DocFlow cannot answer at the moment.',
			),
		});
	});

	test('upload names every batch of the run: each can be fetched, and is there once', async () => {
		const running = errorOf(
			run({
				parameters: { ...upload, options: { waitTimeout: 60 } },
				credential,
				items: await files(),
			}),
		);
		await slow('b.txt');
		const { message, description } = await running;
		const [first, second] = [...new Set(sandbox.files.map(({ batch }) => batch))];
		expect(message).toBe(`DocFlow is not finished with batch ${second} after 60 s`);
		expect(description).toContain(
			`Unfinished: b.txt (pending). Finished: c.txt. Nothing is lost: get the results later with File → Fetch for batch ${second}`,
		);
		expect(description).toContain(`Already uploaded in this run: a.txt (batch ${first}).`);
		expect(
			[await pickUp('batchNumber', first), await pickUp('batchNumber', second)].map((items) =>
				column(items, 'file_name'),
			),
		).toEqual([['a.txt'], ['b.txt', 'c.txt']]);
		expect(sandbox.files.length).toBe(3);
	});

	test('upload that continues on fail gives each file once, finished or as an error paired with its item', async () => {
		const running = run({
			parameters: { ...upload, batchMode: 'allItems', options: { waitTimeout: 60 } },
			credential,
			items: await files(),
			continueOnFail: true,
		});
		await slow('b.txt');
		const output = await running;
		const late = sandbox.files[1];
		expect(output.map(({ json, pairedItem }) => [json.file_name, json.status, pairedItem])).toEqual(
			[
				['a.txt', 'success', { item: 0 }],
				['b.txt', 'pending', { item: 1 }],
				['c.txt', 'success', { item: 1 }],
			],
		);
		expect(output[1].json).toMatchObject({
			batch_number: late.batch,
			file_id: late.id,
			task_id: late.taskId,
			binary_field: 'y',
			error: expect.stringContaining('is not finished'),
		});
		expect(column(await pickUp('fileId', output[1].json.file_id), 'file_name')).toEqual(['b.txt']);
		expect(column(await pickUp('taskId', output[1].json.task_id), 'file_name')).toEqual(['b.txt']);
	});

	test('one more look is taken, so that what ends in the last seconds comes out', async () => {
		const [{ batch_number }] = await uploadTexts(credential, texts);
		const output = await run({
			parameters: {
				...fetch,
				batchNumber: batch_number,
				waitUntilFinished: true,
				options: { waitTimeout: 20.4 },
			},
			credential,
		});
		expect(column(output, 'status')).toEqual(['success', 'success', 'success']);
	});
});

test('an upload whose results DocFlow refuses to give has an error item for each file, with its ids', async () => {
	sandbox.faults.add({ kind: 'status', status: 401, path: '/file/fetch', times: 99 });
	const output = await run({
		parameters: { ...upload, batchMode: 'allItems' },
		credential,
		items: await files(),
		continueOnFail: true,
	});
	expect(
		output.map(({ json }) => [
			json.file_id,
			json.task_id,
			json.batch_number,
			json.file_name,
			json.error,
		]),
	).toEqual(
		sandbox.files.map(({ id, taskId, batch, name }) => [
			id,
			taskId,
			batch,
			name,
			'DocFlow did not accept the credential',
		]),
	);
});
