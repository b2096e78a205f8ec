import type { Fault } from '../../sandbox/faults';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { address, call, form, json, list, simple, upload } from './client';

const NOW = 1_790_000_000_000;
let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ now: () => NOW })));
afterEach(async () => await sandbox.close());

const control = async (path: string, body: unknown) =>
	await fetch(`${sandbox.url}/__sandbox/${path}`, json(sandbox, body));
const fault = async (one: Fault) => expect((await control('faults', one)).status).toBe(200);
const ask = async (init: RequestInit = {}) =>
	await fetch(address(sandbox, '/workspace/get'), {
		headers: simple(sandbox),
		redirect: 'manual',
		...init,
	});

describe('in place of the service', () => {
	test('a fault hits as often as told, and only the path told', async () => {
		await fault({ kind: 'status', status: 503, path: '/file/upload', times: 2 });
		expect((await ask()).status).toBe(200);
		expect(await upload(sandbox)).toMatchObject({ status: 503, code: 503 });
		expect(await upload(sandbox)).toMatchObject({ status: 503 });
		expect(await upload(sandbox)).toMatchObject({ status: 200, code: 200 });
		expect(sandbox.files).toHaveLength(1);
	});

	test('waiting faults can be taken back', async () => {
		await fault({ kind: 'status' });
		await fetch(`${sandbox.url}/__sandbox/faults`, { method: 'DELETE' });
		expect((await ask()).status).toBe(200);
	});

	test('status with headers', async () => {
		await fault({ kind: 'status', status: 429, retryAfter: '3', headers: { 'x-more': 'yes' } });
		const { status, headers } = await ask();
		expect([status, headers.get('retry-after'), headers.get('x-more')]).toEqual([429, '3', 'yes']);
		await fault({ kind: 'status', status: 401 });
		expect((await ask()).status).toBe(401);
	});

	test("a redirect, a page that is not JSON, and JSON of one's own", async () => {
		await fault({ kind: 'redirect', location: 'http://elsewhere.example/' });
		expect((await ask()).headers.get('location')).toBe('http://elsewhere.example/');
		await fault({ kind: 'not-json' });
		expect(await (await ask()).text()).toContain('<html>');
		await fault({ kind: 'json', body: { code: 900, message: 'busy' } });
		expect(await (await ask({ headers: { ...simple(sandbox), lang: 'zh_CN' } })).json()).toEqual({
			code: 900,
			message: 'busy',
		});
	});

	test('quota exhausted: HTTP 200, the code that is documented, nothing stored', async () => {
		await fault({ kind: 'quota', path: '/file/upload' });
		expect(await upload(sandbox)).toMatchObject({
			status: 200,
			code: 1005025075,
			traceId: expect.any(String),
		});
		expect(sandbox.files).toEqual([]);
	});

	test('a connection dropped before anything was done', async () => {
		await fault({ kind: 'drop-before' });
		await expect(upload(sandbox)).rejects.toThrow();
		expect(sandbox.files).toEqual([]);
	});
});

describe('in the middle of the work', () => {
	const big = 'a'.repeat(300_000);
	test.each<[Fault['kind'], string[]]>([
		['drop-during', []],
		['drop-read', []],
		['drop-part', ['a.txt', 'b.txt']],
	])('%s', async (kind, stored) => {
		await fault({ kind });
		await expect(
			upload(sandbox, {}, form([big, 'a.txt'], ['b', 'b.txt'], ['c', 'c.txt'])),
		).rejects.toThrow();
		expect(sandbox.files.map(({ name }) => name)).toEqual(stored);
		expect(await upload(sandbox)).toMatchObject({ code: 200 });
	});

	test('a fault can let requests pass first', async () => {
		await fault({ kind: 'drop-read', skip: 1 });
		expect(await upload(sandbox)).toMatchObject({ code: 200 });
		await expect(upload(sandbox)).rejects.toThrow();
		expect(sandbox.files).toHaveLength(1);
	});
});

describe('after the work was done', () => {
	test('a connection dropped', async () => {
		await fault({ kind: 'drop-after' });
		await expect(upload(sandbox)).rejects.toThrow();
		expect(sandbox.files).toHaveLength(1);
	});

	test('an answer cut short of what it announced', async () => {
		await fault({ kind: 'truncated' });
		const answer = await fetch(address(sandbox, '/file/upload'), {
			method: 'POST',
			headers: simple(sandbox),
			body: form(['a', 'a.txt']),
		});
		expect([
			answer.status,
			Number(answer.headers.get('content-length')) > 1000,
			answer.headers.get('x-docflow-sandbox'),
		]).toEqual([200, true, 'stand-in']);
		await expect(answer.text()).rejects.toThrow();
		expect(sandbox.files).toHaveLength(1);
	});

	test('an answer that comes too late for the client, and one that does not', async () => {
		await fault({ kind: 'delay', ms: 60_000 });
		const init = {
			method: 'POST',
			headers: simple(sandbox),
			body: form(['a', 'a.txt']),
			signal: AbortSignal.timeout(200),
		};
		await expect(fetch(address(sandbox, '/file/upload'), init)).rejects.toThrow(/timeout/);
		expect(sandbox.files).toHaveLength(1);
		await fault({ kind: 'delay', ms: 1 });
		expect((await ask()).status).toBe(200);
	});

	test.each<[string, Fault, number]>([
		['a page that is not JSON', { kind: 'not-json' }, 200],
		['a status of a gateway', { kind: 'status', status: 504 }, 504],
		["JSON of one's own", { kind: 'json', body: { code: 200 } }, 200],
	])('%s in place of the answer', async (_name, one, status) => {
		await fault({ ...one, after: true });
		const answer = await fetch(address(sandbox, '/file/upload'), {
			method: 'POST',
			headers: simple(sandbox),
			body: form(['a', 'a.txt']),
		});
		expect([answer.status, (await answer.text()).includes('a.txt')]).toEqual([status, false]);
		expect(sandbox.files).toHaveLength(1);
	});

	test('files that are listed late', async () => {
		await fault({ kind: 'drop-after', late: 5000 });
		await expect(upload(sandbox)).rejects.toThrow();
		expect([sandbox.files.length, (await list(sandbox)).result.total]).toEqual([1, 0]);
		await control('clock', { skewMs: 5000 });
		expect((await list(sandbox)).result.total).toBe(1);
	});

	test('a file left out', async () => {
		await fault({ kind: 'leave-out', name: 'b.txt' });
		const { result } = await upload(sandbox, {}, form(['a', 'a.txt'], ['b', 'b.txt']));
		expect(result.files.map(({ name }) => name)).toEqual(['a.txt']);
		expect((await list(sandbox)).result.total).toBe(1);
	});
});

test('the clock stands in the Date header, and can be set wrong', async () => {
	const date = async () => Date.parse((await ask()).headers.get('date') ?? '');
	expect(await date()).toBe(NOW);
	await control('clock', { skewMs: -3600_000 });
	expect(await date()).toBe(NOW - 3600_000);
	await upload(sandbox);
	expect(sandbox.files[0].created).toBe(NOW - 3600_000);
});

test('the clock of the Date header can differ from that of the files', async () => {
	const skewed = await startSandbox({ now: () => NOW, date: () => NOW - 90_000 });
	const { headers } = await upload(skewed);
	expect([Date.parse(headers.get('date') ?? ''), skewed.files[0].created]).toEqual([
		NOW - 90_000,
		NOW,
	]);
	await skewed.close();
});

test('every answer says that it is a stand-in, and every request is recorded without the query lost', async () => {
	expect((await ask()).headers.get('x-docflow-sandbox')).toBe('stand-in');
	await call(sandbox, '/file/fetch', { category: '发票 a&b' });
	const recorded = (await (await fetch(`${sandbox.url}/__sandbox/requests`)).json()) as Array<{
		query: object;
	}>;
	expect(recorded[1].query).toEqual({
		workspace_id: sandbox.credential.workspaceId,
		category: '发票 a&b',
	});
	expect((await control('files/1', { verification_status: 2 })).status).toBe(200);
	expect(await (await control('files/1', { verification_status: 1 })).json()).toMatchObject({
		code: 400,
	});
});
