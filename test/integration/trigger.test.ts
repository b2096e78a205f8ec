import type { INodeExecutionData } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { uploadTexts } from '../support/files';
import { trigger } from '../support/poll';
import { useSandbox } from '../support/sandbox';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

let sandbox: Sandbox;
let credential: Record<string, string>;
let now: number;

const column = (items: INodeExecutionData[], name: string) => items.map(({ json }) => json[name]);
/** Long enough for a file to be finished. */
const finish = () => (now += 50 * SECOND);

async function post(path: string, body: object): Promise<void> {
	const headers = {
		'content-type': 'application/json',
		'x-ti-app-id': credential.appId,
		'x-ti-secret-code': credential.secretCode,
	};
	const answer = await fetch(`${sandbox.url}${path}`, {
		method: 'POST',
		headers,
		body: JSON.stringify(body),
	});
	expect(await answer.json()).toMatchObject({ code: 200 });
}
const retry = async (task_id: string) =>
	await post('/api/app-api/sip/platform/v2/file/retry', {
		workspace_id: credential.workspaceId,
		task_id,
	});
const confirm = async (file_id: string) =>
	await post(`/__sandbox/files/${file_id}`, { verification_status: 2 });
const upload = async (texts: Record<string, string>, batch?: string) =>
	await uploadTexts(credential, texts, {}, batch);

/** A trigger that has been activated. */
async function activated(parameters: Parameters<typeof trigger>[0] = {}, extra?: object) {
	const node = trigger(parameters, credential, extra);
	expect(await node.poll()).toEqual([]);
	return node;
}

beforeEach(async () => {
	now = Date.parse('2026-11-20T08:00:00Z');
});
// Recognition takes five steps of 10 s on a clock that only the test moves.
useSandbox((started) => ({ sandbox, credential } = started), {
	stepMs: 10 * SECOND,
	now: () => now,
});

describe('a batch', () => {
	test('fires once, when the last of its uploads is finished', async () => {
		const { poll } = await activated({ output: 'simplified' });
		const [{ batch_number }] = await upload({ 'a.txt': 'Number: 1' });
		now += 30 * SECOND;
		await upload({ 'b.txt': 'Number: 2' }, batch_number);
		now += 30 * SECOND;
		expect(await poll()).toEqual([]);
		finish();
		const items = await poll();
		expect(items.map(({ json }) => [json.batch_number, json.file_name, json.Number])).toEqual([
			[batch_number, 'a.txt', '1'],
			[batch_number, 'b.txt', '2'],
		]);
		for (let minute = 0; minute < 40; minute++) {
			now += MINUTE;
			expect(await poll()).toEqual([]);
		}
	});

	test('reports failed files, which hold nothing up', async () => {
		const { poll } = await activated();
		const [{ batch_number }] = await upload({
			'good.txt': 'Number: 1',
			'bad.txt': 'sandbox: fail blurred',
		});
		finish();
		const [{ json }] = await poll();
		expect(json).toMatchObject({
			batch_number,
			outcome: 'someFailed',
			file_count: 2,
			success_count: 1,
			failed_count: 1,
		});
		expect(json.files).toMatchObject([
			{ file_name: 'good.txt', status: 'success', Number: '1' },
			{ file_name: 'bad.txt', status: 'failed', failure_reason: 'blurred' },
		]);
	});

	test('that grows or is retried fires again, with the new runs only', async () => {
		const { poll } = await activated({ output: 'simplified' });
		const files = await upload({ 'a.txt': 'a: 1', 'b.txt': 'sandbox: fail' });
		finish();
		expect(column(await poll(), 'file_name')).toEqual(['a.txt', 'b.txt']);
		await upload({ 'c.txt': 'c: 1' }, files[0].batch_number);
		finish();
		expect(column(await poll(), 'file_name')).toEqual(['c.txt']);
		now += 3 * DAY;
		expect(await poll()).toEqual([]);
		await retry(files[1].task_id);
		finish();
		expect(column(await poll(), 'file_name')).toEqual(['b.txt']);
		// Long out of memory or not: a retry that was seen running fires.
		now += 60 * DAY;
		expect(await poll()).toEqual([]);
		await retry(files[0].task_id);
		now += 20 * SECOND;
		expect(await poll()).toEqual([]);
		finish();
		expect(column(await poll(), 'file_name')).toEqual(['a.txt']);
	});

	test('does not fire when people confirm or correct it, be it of today, of last month or older than the activation', async () => {
		const [old] = await upload({ 'old.txt': 'a: 1' });
		now += 5 * MINUTE;
		const { poll } = await activated();
		await confirm(old.file_id);
		expect(await poll()).toEqual([]);
		const [today] = await upload({ 'today.txt': 'b: 1' });
		finish();
		expect(await poll()).toHaveLength(1);
		for (const days of [0, 0, 1, 30]) {
			now += days * DAY + MINUTE;
			await confirm(today.file_id);
			await confirm(old.file_id);
			expect(await poll()).toEqual([]);
		}
	});

	test.each(['batchFinished', 'fileFinished', 'fileVerified'])(
		'of a file that was split fires %s, though its documents say nothing of their status',
		async (event) => {
			const { poll } = await activated({ event, output: 'simplified' });
			const [{ file_id }] = await uploadTexts(
				credential,
				{ 'two.txt': 'Number: 2' },
				{ splitFlag: true },
			);
			finish();
			if (event === 'fileVerified') await confirm(file_id);
			expect(column(await poll(), 'file_name')).toEqual(['two.txt#1', 'two.txt#2']);
			expect(await poll()).toEqual([]);
		},
	);

	test('that was uploaded before activation fires when it finishes after it', async () => {
		await upload({ 'done.txt': 'a: 1' });
		finish();
		now += DAY;
		await upload({ 'running.txt': 'b: 1' });
		now += 20 * SECOND;
		const { poll } = await activated({ output: 'simplified' });
		finish();
		expect(column(await poll(), 'file_name')).toEqual(['running.txt']);
	});

	test('waits for its settle time, from its last change on', async () => {
		const { poll } = await activated({ output: 'simplified', options: { settleTime: 300 } });
		const [{ batch_number }] = await upload({ 'a.txt': 'a: 1' });
		finish();
		expect(await poll()).toEqual([]);
		now += 4 * MINUTE;
		await upload({ 'b.txt': 'b: 1' }, batch_number);
		finish();
		now += 2 * MINUTE;
		expect(await poll()).toEqual([]);
		now += 4 * MINUTE;
		expect(await poll()).toEqual([]);
		now += MINUTE;
		expect(column(await poll(), 'file_name')).toEqual(['a.txt', 'b.txt']);
	});
});

test.each(['constructor', '__proto__', '7'])('a batch may be named %s', async (name) => {
	const { poll } = await activated({ output: 'simplified' });
	await upload({ 'a.txt': 'a: 1' }, name);
	expect(await poll()).toEqual([]);
	finish();
	expect(column(await poll(), 'batch_number')).toEqual([name]);
	expect(await poll()).toEqual([]);
});

test('at most so many batches fire in one poll, oldest first', async () => {
	const { poll } = await activated({ output: 'simplified', options: { maxBatchesPerPoll: 2 } });
	for (const number of [1, 2, 3, 4, 5]) {
		await upload({ [`${number}.txt`]: 'a: 1' });
		now += SECOND;
	}
	finish();
	const polls = [await poll(), await poll(), await poll(), await poll()];
	expect(polls.map((items) => column(items, 'file_name'))).toEqual([
		['1.txt', '2.txt'],
		['3.txt', '4.txt'],
		['5.txt'],
		[],
	]);
});

test('File Finished fires for each file, whatever the rest of its batch does', async () => {
	const { poll } = await activated({ event: 'fileFinished', output: 'simplified' });
	const [{ batch_number }] = await upload({ 'a.txt': 'a: 1' });
	now += 30 * SECOND;
	await upload({ 'b.txt': 'b: 1' }, batch_number);
	now += 30 * SECOND;
	expect(column(await poll(), 'file_name')).toEqual(['a.txt']);
	finish();
	expect(column(await poll(), 'file_name')).toEqual(['b.txt']);
	now += DAY;
	expect(await poll()).toEqual([]);
});

describe('outputs', () => {
	test('rows, raw, and the documents found in a split file', async () => {
		const rows = await activated({ output: 'rows' });
		const raw = await activated({ output: 'raw' });
		await upload({ 'a.txt': 'Number: 1\nItem,Quantity,Amount\nPaper,1,0\nPens,2,5\n' });
		finish();
		expect(
			(await rows.poll()).map(({ json }) => [
				json.Number,
				json.row_index,
				json['Line Item'],
				json['Line Amount'],
			]),
		).toEqual([
			['1', 1, 'Paper', '0'],
			['1', 2, 'Pens', '5'],
		]);
		const [{ json }] = await raw.poll();
		expect(json).toMatchObject({
			name: 'a.txt',
			recognition_status: 1,
			data: { fields: expect.any(Array) },
		});
		await uploadTexts(credential, { 'two.txt': 'Number: 2' }, { splitFlag: true });
		finish();
		expect(column(await rows.poll(), 'file_name')).toEqual(['two.txt#1', 'two.txt#2']);
	});
});

describe('filters', () => {
	test('category: a batch fires with its files of the category, when all are finished', async () => {
		const { poll } = await activated({ output: 'simplified', filters: { category: 'invoice' } });
		await upload({ 'invoice.txt': 'a: 1', 'letter.txt': 'b: 1' });
		await upload({ 'note.txt': 'c: 1' });
		finish();
		expect(column(await poll(), 'file_name')).toEqual(['invoice.txt']);
		expect(await poll()).toEqual([]);
	});

	test('outcome: a batch that is held back fires whole once a retry gives it the outcome', async () => {
		const { poll } = await activated({
			output: 'simplified',
			filters: { outcome: 'allSucceeded' },
		});
		const failing = await activated({ filters: { outcome: 'someFailed' } });
		const files = await upload({ 'a.txt': 'a: 1', 'b.txt': 'sandbox: fail' });
		await upload({ 'c.txt': 'c: 1' });
		finish();
		expect(column(await poll(), 'file_name')).toEqual(['c.txt']);
		expect(column(await failing.poll(), 'batch_number')).toEqual([files[0].batch_number]);
		now += DAY;
		expect(await poll()).toEqual([]);
		// What was wrong with the file has been mended in the service.
		const stored = sandbox.files.find(({ name }) => name === 'b.txt');
		stored!.content = { ...stored!.content, text: 'b: 1' };
		await retry(files[1].task_id);
		finish();
		expect(column(await poll(), 'file_name')).toEqual(['a.txt', 'b.txt']);
		expect(await failing.poll()).toEqual([]);
	});
});

describe('state', () => {
	test('deactivated and activated again, nothing that finished in between is lost', async () => {
		const { poll, save, restore } = await activated({ output: 'simplified' });
		const saved = save();
		await upload({ 'a.txt': 'a: 1' });
		now += 3 * DAY;
		restore(saved);
		expect(column(await poll(), 'file_name')).toEqual(['a.txt']);
		expect(await poll()).toEqual([]);
	});

	test.each([
		['event', { event: 'fileFinished' }, {}],
		['filter', { filters: { category: 'other' } }, {}],
		['workspace', {}, { workspaceId: '1955840540571379999' }],
		['credential', {}, { appId: 'another' }],
	])('another %s begins anew and fires nothing old', async (_what, parameters, change) => {
		const first = await activated({ output: 'simplified' });
		await upload({ 'a.txt': 'a: 1' });
		finish();
		Object.assign(sandbox.credential, change);
		const second = trigger({ output: 'simplified', ...parameters }, { ...credential, ...change });
		second.restore(first.save());
		const { workspaceId } = sandbox.credential;
		for (const workspace of sandbox.workspaces) workspace.workspace_id = workspaceId;
		for (const file of sandbox.files) file.workspace = workspaceId;
		expect(await second.poll()).toEqual([]);
		expect(await second.poll()).toEqual([]);
		await uploadTexts({ ...credential, ...change }, { 'b.txt': 'b: 1' });
		finish();
		expect(column(await second.poll(), 'file_name')).toEqual(['b.txt']);
	});

	test('what is not a state of ours is no state', async () => {
		const { poll, restore } = await activated();
		restore(JSON.stringify({ 'node:DocFlow Trigger': { state: { cursor: 'yesterday' } } }));
		expect(await poll()).toEqual([]);
		await upload({ 'a.txt': 'a: 1' });
		finish();
		expect(await poll()).toHaveLength(1);
	});
});

test('a poll that begins while another runs gives nothing, so that nothing comes twice', async () => {
	const { poll } = await activated({ output: 'simplified' });
	await upload({ 'a.txt': 'a: 1' });
	finish();
	const both = await Promise.all([poll(), poll()]);
	expect(both.map((items) => column(items, 'file_name'))).toEqual([['a.txt'], []]);
	expect(await poll()).toEqual([]);
});

test('published anew while its former self polls, it finds everything itself, since n8n throws away the rest', async () => {
	const former = await activated({ output: 'simplified' });
	const anew = trigger({ output: 'simplified' }, credential);
	anew.restore(former.save());
	await upload({ 'a.txt': 'a: 1' });
	finish();
	const both = await Promise.all([former.poll(), anew.poll()]);
	expect(both.map((items) => column(items, 'file_name'))).toEqual([['a.txt'], ['a.txt']]);
	expect(await anew.poll()).toEqual([]);
});

test('published anew with another filter, it takes stock at once, though its former self hangs', async () => {
	const former = await activated({ output: 'simplified' });
	const [{ batch_number }] = await upload({ 'a.txt': 'a: 1' });
	sandbox.faults.add({ kind: 'delay', ms: 300, path: '/file/fetch' });
	const hanging = former.poll();
	const anew = trigger({ output: 'simplified', filters: { outcome: 'allSucceeded' } }, credential);
	anew.restore(former.save());
	expect(await anew.poll()).toEqual([]);
	finish();
	await hanging;
	expect(column(await anew.poll(), 'batch_number')).toEqual([batch_number]);
});

describe('errors', () => {
	test.each([
		[
			'a refused credential',
			{ kind: 'status', status: 401 },
			/did not accept the credential/,
			{ cause: 'credential-invalid' },
		],
		[
			'too many requests',
			{ kind: 'status', status: 429, retryAfter: '7' },
			/too many requests/,
			{ cause: 'rate-limited', retryAfterMs: 7000 },
		],
		[
			'a failing service',
			{ kind: 'status', status: 503 },
			/cannot answer at the moment/,
			{ cause: 'temporarily-unavailable' },
		],
		[
			'a broken connection',
			{ kind: 'drop-before' },
			/broke before it answered/,
			{ cause: 'temporarily-unavailable' },
		],
		['an empty quota', { kind: 'quota' }, /out of quota/, { cause: 'quota-exhausted' }],
		[
			'a redirect',
			{ kind: 'redirect', location: 'https://elsewhere.example/' },
			/redirect to elsewhere.example/,
			{ cause: 'temporarily-unavailable' },
		],
	] as const)(
		'%s: the poll throws, tells n8n the cause, and the next one misses nothing',
		async (_what, fault, message, failure) => {
			skipPauses();
			const { poll, save } = await activated({ output: 'simplified' });
			await upload({ 'a.txt': 'a: 1' });
			finish();
			const before = save();
			sandbox.faults.add({ ...fault, path: '/file/fetch', times: 4 });
			await expect(poll()).rejects.toMatchObject({
				message: expect.stringMatching(message),
				failure,
			});
			expect(save()).toBe(before);
			sandbox.faults.clear();
			now += DAY;
			expect(column(await poll(), 'file_name')).toEqual(['a.txt']);
		},
	);

	test('an activation that fails leaves nothing behind, and can be tried again', async () => {
		await upload({ 'old.txt': 'a: 1' });
		finish();
		const node = trigger({ output: 'simplified' }, credential);
		for (const requests of [1, 8, 9]) {
			// Seven looks for what is unfinished, one at the whole list, one at what changed lately.
			sandbox.faults.add({ kind: 'delay', ms: 0, times: requests - 1 });
			sandbox.faults.add({ kind: 'json', body: { code: 400, msg: 'no' } });
			await expect(node.poll()).rejects.toThrow('DocFlow refused the request: no');
			expect(node.save()).not.toContain('cursor');
		}
		expect(await node.poll()).toEqual([]);
		await upload({ 'new.txt': 'b: 1' });
		finish();
		expect(column(await node.poll(), 'file_name')).toEqual(['new.txt']);
	});

	test('a batch that cannot be read holds nothing back, is named in the log and tried again', async () => {
		const { poll, log } = await activated({ output: 'simplified' });
		const [{ batch_number }] = await upload({ 'a.txt': 'a: 1' });
		now += SECOND;
		await upload({ 'b.txt': 'b: 1' });
		finish();
		// The first request reads what changed; the second is for the oldest batch.
		sandbox.faults.add({ kind: 'delay', ms: 0, path: '/file/fetch' });
		sandbox.faults.add({ kind: 'json', body: { code: 400, msg: 'broken' }, path: '/file/fetch' });
		expect(column(await poll(), 'file_name')).toEqual(['b.txt']);
		expect(log).toEqual([expect.stringContaining(`batch ${batch_number} could not be read`)]);
		expect(log[0]).toContain('broken');
		now += DAY;
		expect(column(await poll(), 'file_name')).toEqual(['a.txt']);
		expect(await poll()).toEqual([]);
	});

	test('not even many of them', async () => {
		const { poll, log } = await activated({ output: 'simplified' });
		for (const number of [1, 2, 3, 4, 5]) await upload({ [`bad-${number}.txt`]: 'a: 1' });
		finish();
		sandbox.faults.add({ kind: 'delay', ms: 0, path: '/file/fetch' });
		sandbox.faults.add({
			kind: 'json',
			body: { code: 400, msg: 'broken' },
			path: '/file/fetch',
			times: 3,
		});
		expect(await poll()).toEqual([]);
		expect(log).toHaveLength(3);
		await upload({ 'good.txt': 'b: 1' });
		finish();
		sandbox.faults.add({ kind: 'delay', ms: 0, path: '/file/fetch', times: 4 });
		sandbox.faults.add({
			kind: 'json',
			body: { code: 400, msg: 'broken' },
			path: '/file/fetch',
			times: 3,
		});
		expect(column(await poll(), 'file_name')).toEqual(['bad-4.txt', 'bad-5.txt', 'good.txt']);
		expect(column(await poll(), 'file_name')).toEqual(['bad-1.txt', 'bad-2.txt', 'bad-3.txt']);
	});

	test.each([
		['Settle Time', { options: { settleTime: -1 } }],
		['Max Batches per Poll', { options: { maxBatchesPerPoll: 0 } }],
		['Workspace', { options: { workspaceId: 1955840540571376304 } }],
	])('a wrong %s is told before anything is sent', async (name, parameters) => {
		const { poll } = trigger(parameters, credential);
		await expect(poll()).rejects.toThrow(name);
		expect(sandbox.requests).toEqual([]);
	});
});

describe('cost', () => {
	const asked = async (poll: () => Promise<unknown>) => {
		const before = sandbox.requests.length;
		await poll();
		return sandbox.requests.length - before;
	};

	test('an idle poll is one request; a batch that starts, and one that finishes, is one more', async () => {
		const { poll } = await activated();
		expect(await asked(poll)).toBe(1);
		await upload({ 'a.txt': 'a: 1' });
		expect(await asked(poll)).toBe(2);
		now += 20 * SECOND;
		// Its page shows it unfinished.
		expect(await asked(poll)).toBe(1);
		finish();
		expect(await asked(poll)).toBe(2);
		for (const minutes of [1, 5, 14, 20]) {
			now += minutes * MINUTE;
			expect(await asked(poll)).toBe(1);
		}
	});

	test('an n8n that limits the time of a poll gets its items batch by batch', async () => {
		const budget = { getPollBudgetMs: () => 0 };
		const { poll } = await activated({ output: 'simplified' }, budget);
		await upload({ 'a.txt': 'a: 1' });
		await upload({ 'b.txt': 'b: 1' });
		finish();
		expect([
			column(await poll(), 'file_name'),
			column(await poll(), 'file_name'),
			await poll(),
		]).toEqual([['a.txt'], ['b.txt'], []]);
	});
});

describe('a test in the editor', () => {
	test('gives the newest finished batch, and neither reads nor writes state', async () => {
		await upload({ 'old.txt': 'a: 1' });
		now += DAY;
		await upload({ 'new.txt': 'b: 1' });
		finish();
		await upload({ 'running.txt': 'c: 1' });
		const { poll, save } = trigger({ output: 'simplified' }, credential);
		for (let again = 0; again < 2; again++)
			expect(column(await poll('manual'), 'file_name')).toEqual(['new.txt']);
		expect(save()).toBe('{}');
		const files = trigger({ event: 'fileFinished', output: 'simplified' }, credential);
		expect(column(await files.poll('manual'), 'file_name')).toEqual(['new.txt']);
		const failed = trigger({ filters: { outcome: 'someFailed' } }, credential);
		await expect(failed.poll('manual')).rejects.toThrow('There is no finished batch');
	});

	test('says how to get a batch when there is none', async () => {
		const { poll } = trigger({}, credential);
		await expect(poll('manual')).rejects.toMatchObject({
			message: 'There is no finished batch in this workspace to show yet',
			description: expect.stringContaining('File → Upload'),
		});
	});
});
