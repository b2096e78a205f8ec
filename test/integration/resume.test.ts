import {
	createRunExecutionData,
	type INodeExecutionData,
	type INodeParameters,
	type IRunExecutionData,
} from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { item } from '../support/files';
import { run, type RunOptions } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

const upload = { resource: 'file', operation: 'upload', binaryPropertyName: '*' };
const path = '/file/upload';

let sandbox: Sandbox;
let credential: Record<string, string>;
let items: INodeExecutionData[];
useSandbox((started) => ({ sandbox, credential } = started), { binaryMode: 'filesystem' });
beforeEach(async () => {
	skipPauses();
	items = [
		await item(
			...Array.from('abcde', (name, at): [string, string, string] => [
				`file_${at}`,
				`Number: ${name}`,
				`${name}.txt`,
			]),
		),
	];
});

const uploads = () => sandbox.requests.filter((request) => request.path.endsWith(path));
const sentSince = (before: number) =>
	uploads()
		.slice(before)
		.flatMap(({ parts }) => parts.map(({ filename }) => filename));
const stored = () => sandbox.files.map(({ name }) => name).sort();
/** As n8n's database gives an execution back. */
const reopened = (execution: IRunExecutionData) =>
	JSON.parse(JSON.stringify(execution)) as IRunExecutionData;

/** One try of the node. Returns the names put out, or how it failed. */
async function attempt(
	options: Partial<RunOptions>,
	parameters: INodeParameters = {},
): Promise<string[] | string> {
	return await run({
		parameters: { ...upload, options: { maxFilesPerRequest: 2 }, ...parameters },
		credential,
		items,
		...options,
	}).then(
		(output) => output.map(({ json }) => String(json.file_name)),
		(error: Error) => error.message,
	);
}

const all = ['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt'];

describe('the node runs again in the same execution, by Retry On Fail or after somebody pressed Retry', () => {
	test.each(['in memory', 'saved in between'])(
		'only what was not taken goes up, the execution %s',
		async (where) => {
			const execution = createRunExecutionData({});
			sandbox.faults.add({ path, kind: 'quota', skip: 1 });
			expect(await attempt({ execution })).toBe('Your DocFlow account is out of quota');
			const taken = stored();
			expect(taken.length).toBeGreaterThan(0);
			const before = uploads().length;
			expect(
				await attempt({
					execution: where === 'in memory' ? execution : reopened(execution),
					mode: 'retry',
				}),
			).toEqual(all);
			expect([...taken, ...sentSince(before)].sort()).toEqual(all);
			expect(stored()).toEqual(all);
			expect(new Set(uploads().map(({ query }) => query.batch_number)).size).toBe(1);
		},
	);

	test('also where other options were chosen meanwhile', async () => {
		const execution = createRunExecutionData({});
		sandbox.faults.add({ path, kind: 'quota', skip: 1 });
		await attempt({ execution });
		expect(
			await attempt({ execution }, { options: { maxFilesPerRequest: 20, category: 'invoice' } }),
		).toEqual(all);
		expect(stored()).toEqual(all);
	});

	test('a file that DocFlow may have is looked up before it is sent', async () => {
		const execution = createRunExecutionData({});
		sandbox.faults.add({ path, kind: 'drop-after' });
		sandbox.faults.add({ path: '/file/fetch', kind: 'status', status: 503, times: 40 });
		expect(await attempt({ execution })).toMatch(/^It is unknown whether DocFlow took/);
		sandbox.faults.clear();
		expect(await attempt({ execution })).toEqual(all);
		expect(stored()).toEqual(all);
	});

	test('a wait that took too long is taken up again, without an upload', async () => {
		const execution = createRunExecutionData({});
		sandbox.faults.add({
			path: '/file/fetch',
			kind: 'json',
			body: { code: 200, result: { files: [], total: 0 } },
			times: 5,
		});
		const waiting = { waitForResults: true, options: { waitTimeout: 1 } };
		expect(await attempt({ execution }, waiting)).toMatch(/^DocFlow is not finished/);
		sandbox.faults.clear();
		const before = uploads().length;
		expect(await attempt({ execution }, waiting)).toEqual(all);
		expect([uploads().length, stored()]).toEqual([before, all]);
	});

	test('a given batch number that held such files before', async () => {
		const given = { batchMode: 'batchNumber', batchNumber: '7' };
		expect(await attempt({}, given)).toEqual(all);
		const execution = createRunExecutionData({});
		sandbox.faults.add({ path, kind: 'quota', skip: 1 });
		await attempt({ execution }, given);
		expect(await attempt({ execution: reopened(execution) }, given)).toEqual(all);
		expect(stored()).toEqual([...all, ...all].sort());
	});

	test('of several items those that failed, where the workflow continues on fail', async () => {
		const execution = createRunExecutionData({});
		items = [
			await item(['data', 'Number: a', 'a.txt']),
			await item(['data', 'Number: b', 'b.txt']),
		];
		sandbox.faults.add({ path, kind: 'quota' });
		expect((await attempt({ execution, continueOnFail: true })).length).toBe(2);
		expect(stored()).toHaveLength(1);
		expect(await attempt({ execution, continueOnFail: true })).toEqual(['a.txt', 'b.txt']);
		expect(stored()).toEqual(['a.txt', 'b.txt']);
	});

	test('in a loop each turn uploads anew, and only what became of the last one is kept', async () => {
		const execution = createRunExecutionData({});
		const sizes: number[] = [];
		for (const runIndex of [0, 1, 2]) {
			expect(await attempt({ execution, runIndex })).toEqual(all);
			sizes.push(JSON.stringify(execution.executionData?.contextData).length);
		}
		expect(stored()).toHaveLength(15);
		expect(sizes[2]).toBe(sizes[1]);
		// Less than what n8n keeps of the output anyway.
		expect(sizes[2]).toBeLessThan(all.length * 250);
	});

	test('an upload that went well is not repeated: n8n runs the node again when its first item has a column "error"', async () => {
		const execution = createRunExecutionData({});
		for (const mode of ['trigger', 'trigger', 'retry'] as const)
			expect(await attempt({ execution, mode })).toEqual(all);
		expect(stored()).toEqual(all);
	});

	test('a batch number that is another one at each try: the first one goes on', async () => {
		const execution = createRunExecutionData({});
		sandbox.faults.add({ path, kind: 'quota', skip: 1 });
		const number = (batchNumber: string) => ({ batchMode: 'batchNumber', batchNumber });
		await attempt({ execution }, number('first'));
		expect(await attempt({ execution }, number('second'))).toEqual(all);
		expect(stored()).toEqual(all);
		expect(new Set(sandbox.files.map(({ batch }) => batch))).toEqual(new Set(['first']));
	});

	test.each<[string, INodeParameters]>([
		['batch mode', { batchMode: 'allItems' }],
		['batch number', { batchMode: 'batchNumber', batchNumber: '7' }],
		['field list', { binaryPropertyName: 'file_4, file_3, file_2, file_1, file_0' }],
		['wait', { waitForResults: true }],
	])('another %s was chosen meanwhile: by file, each once', async (_name, parameters) => {
		const execution = createRunExecutionData({});
		sandbox.faults.add({ path, kind: 'leave-out', name: 'c.txt', times: 3 });
		expect(await attempt({ execution })).toMatch(/^DocFlow did not take "c.txt"/);
		sandbox.faults.clear();
		const output = await attempt({ execution: reopened(execution), mode: 'retry' }, parameters);
		expect([...output].sort()).toEqual(all);
		expect(stored()).toEqual(all);
	});

	test('Retry pressed again on the original: what another retry has sent is found', async () => {
		const execution = createRunExecutionData({});
		const single = { options: { maxFilesPerRequest: 1 } };
		sandbox.faults.add({ path, kind: 'quota', times: 3 });
		await attempt({ execution }, single);
		sandbox.faults.clear();
		sandbox.faults.add({ path, kind: 'quota', skip: 2, times: 3 });
		await attempt({ execution: reopened(execution), mode: 'retry' }, single);
		const before = stored().length;
		expect([before > 0, before < all.length]).toEqual([true, true]);
		sandbox.faults.clear();
		expect(await attempt({ execution: reopened(execution), mode: 'retry' }, single)).toEqual(all);
		expect(stored()).toEqual(all);
	});

	test('what somebody has deleted in DocFlow meanwhile is not given out: it is sent again', async () => {
		const execution = createRunExecutionData({});
		sandbox.faults.add({ path, kind: 'quota', skip: 2 });
		await attempt({ execution });
		const [gone] = sandbox.files.splice(0, 1);
		const results = await run({
			parameters: { ...upload, options: { maxFilesPerRequest: 2 } },
			credential,
			items,
			execution: reopened(execution),
			mode: 'retry',
		});
		expect(stored()).toEqual(all);
		const given = results.map(({ json }) => json.file_id);
		expect(given).not.toContain(gone.id);
		expect(new Set(given)).toEqual(new Set(sandbox.files.map(({ id }) => id)));
	});
});

describe('an execution that was killed is retried, and n8n has kept nothing of the upload', () => {
	test.each<[string, INodeParameters]>([
		['one batch for each item', {}],
		['one batch for all', { batchMode: 'allItems' }],
	])('%s: what has arrived is found by its batch number', async (_name, parameters) => {
		sandbox.faults.add({ path, kind: 'quota', skip: 2 });
		expect(await attempt({ mode: 'trigger' }, parameters)).toBe(
			'Your DocFlow account is out of quota',
		);
		const taken = stored();
		expect(taken.length).toBeGreaterThan(0);
		const before = uploads().length;
		expect(await attempt({ mode: 'retry' }, parameters)).toEqual(all);
		expect([...taken, ...sentSince(before)].sort()).toEqual(all);
		expect(stored()).toEqual(all);
	});

	test('a given batch number: a file that may have been there before is told, not sent', async () => {
		const given = { batchMode: 'batchNumber', batchNumber: '7' };
		sandbox.faults.add({ path, kind: 'quota', skip: 2 });
		await attempt({ mode: 'webhook' }, given);
		expect(await attempt({ mode: 'retry' }, given)).toMatch(
			/^It is unknown whether DocFlow took "a.txt"/,
		);
		expect(new Set(stored()).size).toBe(stored().length);
	});

	test('n8n counts runs that its event log tells of: the number does not depend on its run index', async () => {
		expect(await attempt({ mode: 'trigger' })).toEqual(all);
		expect(await attempt({ mode: 'retry', runIndex: 1 })).toEqual(all);
		expect(stored()).toEqual(all);
	});

	test('what ended unknown is unknown at the next try too', async () => {
		const given = { batchMode: 'batchNumber', batchNumber: '7' };
		await attempt({ mode: 'webhook' }, given);
		const execution = createRunExecutionData({});
		for (const mode of ['retry', 'retry'] as const)
			expect(await attempt({ mode, execution }, given)).toMatch(/^It is unknown whether/);
		expect(stored()).toEqual(all);
	});

	test('the same document that comes a second time is uploaded a second time', async () => {
		expect(await attempt({ mode: 'trigger' })).toEqual(all);
		items = [
			await item(
				...Array.from('abcde', (name, at): [string, string, string] => [
					`file_${at}`,
					`Number: ${name}`,
					`${name}.txt`,
				]),
			),
		];
		expect(await attempt({ mode: 'trigger' })).toEqual(all);
		expect(new Set(uploads().map(({ query }) => query.batch_number)).size).toBe(2);
	});

	test('in the editor the same file can be uploaded as often as one likes', async () => {
		for (const mode of ['manual', 'manual'] as const) expect(await attempt({ mode })).toEqual(all);
		expect(new Set(uploads().map(({ query }) => query.batch_number)).size).toBe(2);
		expect(stored()).toHaveLength(10);
	});
});

/** An execution whose retries n8n gives its beginning, as `WorkflowExecute` notes it. */
const begun = (establishedAt: number) => {
	const execution = createRunExecutionData({});
	const { executionData } = execution;
	if (executionData !== undefined)
		executionData.runtimeData = { version: 1, establishedAt, source: 'trigger' };
	return execution;
};

describe('an execution is retried whose earlier node failed: nothing was sent', () => {
	const given = { batchMode: 'batchNumber', batchNumber: '7' };

	test('into a batch that holds such files of another execution: all are sent', async () => {
		expect(await attempt({}, given)).toEqual(all);
		const execution = begun(Date.now() + 1);
		expect(await attempt({ mode: 'retry', execution }, given)).toEqual(all);
		expect(stored()).toEqual([...all, ...all].sort());
	});

	test('a file of the name that came since the execution began may be its own: nothing is sent', async () => {
		const execution = begun(Date.now() - 1000);
		expect(await attempt({}, given)).toEqual(all);
		expect(await attempt({ mode: 'retry', execution }, given)).toMatch(/^It is unknown whether/);
		expect(stored()).toEqual(all);
	});

	test('what the execution itself put there at an earlier turn is not taken for it', async () => {
		const execution = begun(Date.now() - 1000);
		for (const runIndex of [0, 1])
			expect(await attempt({ mode: 'retry', execution, runIndex }, given)).toEqual(all);
		expect(stored()).toEqual([...all, ...all].sort());
	});

	test('and the batch can not be looked up: that is told, and nobody says that something was sent', async () => {
		sandbox.faults.add({ path: '/file/fetch', kind: 'status', status: 400, times: 99 });
		const execution = begun(Date.now());
		expect(await attempt({ mode: 'retry', execution })).toMatch(
			/^"a.txt" of item 0 was not sent: batch \d{19} could not be looked up/,
		);
		expect(uploads()).toHaveLength(0);
	});

	test.each([{}, given])(
		'Retry is pressed twice at once: each file goes up once (%j)',
		async (parameters) => {
			const began = Date.now();
			const twice = [0, 1].map(
				async () => await attempt({ mode: 'retry', execution: begun(began) }, parameters),
			);
			expect(await Promise.all(twice)).toEqual([all, all]);
			expect(stored()).toEqual(all);
		},
	);
});

test('a given number whose batch holds thousands of files costs one question', async () => {
	expect(await attempt({}, { batchMode: 'batchNumber', batchNumber: '7' })).toEqual(all);
	const [one] = sandbox.files;
	for (let at = 0; at < 3000; at++)
		sandbox.files.push({ ...one, id: String(BigInt(one.id) + BigInt(at + 1000)) });
	sandbox.requests.length = 0;
	await attempt({}, { batchMode: 'batchNumber', batchNumber: '7' });
	expect(sandbox.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
});

test('a Request Timeout that is too short is named with the size, and the upload is not made again', async () => {
	items = [await item(['data', 'x'.repeat(3_000_000), 'big.txt'])];
	sandbox.faults.add({ path, kind: 'hold-during', times: 9 });
	const error = await run({
		parameters: { ...upload, options: { timeout: 1 } },
		credential,
		items,
	}).catch((reason: { message: string; description: string }) => reason);
	expect(error).toMatchObject({
		message: 'DocFlow did not take "big.txt" of item 0',
		description: expect.stringMatching(
			/2\.9 MB did not go through within 1 s, the Request Timeout.*Raise the option Request Timeout/,
		),
	});
	expect(uploads()).toHaveLength(1);
});
