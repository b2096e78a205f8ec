import type { Fault } from '../../sandbox/faults';
import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { item } from '../support/files';
import { run } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

const fetchOne = {
	resource: 'file',
	operation: 'fetch',
	batchNumber: '1',
	waitUntilFinished: false,
};
const upload = { resource: 'file', operation: 'upload' };

let sandbox: Sandbox;
let credential: Record<string, string>;

useSandbox((started) => ({ sandbox, credential } = started));

const status = (code: number): Fault => ({ kind: 'status', status: code });
const coded = (code: number): Fault => ({
	kind: 'json',
	body: { code, msg: 'a fault made on purpose' },
});

/** What fails each time; the requests of a GET; those of a POST, where nobody can look what became of the upload. */
const TABLE: Array<[string, Fault, number, number]> = [
	['connection reset before the answer', { kind: 'drop-before' }, 4, 1],
	['connection reset after the work', { kind: 'drop-after' }, 4, 1],
	['answer cut short', { kind: 'truncated' }, 4, 1],
	...[423, 429].map((code): [string, Fault, number, number] => [
		`HTTP ${code}`,
		status(code),
		4,
		1,
	]),
	...[500, 502, 503, 504].map((code): [string, Fault, number, number] => [
		`HTTP ${code}`,
		status(code),
		4,
		1,
	]),
	...[400, 401, 403, 404].map((code): [string, Fault, number, number] => [
		`HTTP ${code}`,
		status(code),
		1,
		1,
	]),
	...[423, 429].map((code): [string, Fault, number, number] => [
		`code ${code} in HTTP 200`,
		coded(code),
		4,
		1,
	]),
	...[500, 502, 503, 504, 900].map((code): [string, Fault, number, number] => [
		`code ${code} in HTTP 200`,
		coded(code),
		4,
		1,
	]),
	...[400, 401, 403, 404].map((code): [string, Fault, number, number] => [
		`code ${code} in HTTP 200`,
		coded(code),
		1,
		1,
	]),
	['out of quota', { kind: 'quota' }, 1, 1],
	['redirect', { kind: 'redirect', location: 'https://elsewhere.example/' }, 1, 1],
	['a web page in HTTP 200', { kind: 'not-json' }, 1, 1],
];

/** Requests to a path. */
const asked = (path: string) =>
	sandbox.requests.filter((request) => request.path.endsWith(path)).length;

describe.each(TABLE)('%s', (_name, fault, gets, posts) => {
	test(`a GET is made ${gets} times`, async () => {
		skipPauses();
		sandbox.faults.add({ ...fault, times: 99 });
		await expect(run({ parameters: fetchOne, credential })).rejects.toThrow();
		expect(asked('/file/fetch')).toBe(gets);
	});

	test(`a POST is made ${posts} times`, async () => {
		skipPauses();
		sandbox.faults.add({ ...fault, times: 99, path: '/file/upload' });
		sandbox.faults.add({ ...status(401), times: 99, path: '/file/fetch' });
		await expect(
			run({ parameters: upload, credential, items: [await item(['data', 'a', 'a.txt'])] }),
		).rejects.toThrow();
		expect(asked('/file/upload')).toBe(posts);
	});
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();
const none = [250, 500];

/** The pause before the second try, in milliseconds. A date has whole seconds. */
const ASKED: Array<[string, () => string, number[]]> = [
	['seconds', () => '7', [7000, 7000]],
	['a date', () => inSeconds(9), [7000, 9000]],
	['no time at all', () => '0', [0, 0]],
	['a minute', () => '60', [60_000, 60_000]],
	['a date that has passed', () => inSeconds(-60), none],
	['a negative number', () => '-5', none],
	['nonsense', () => 'soon', none],
];

/** Before a POST is made again the batch is looked up, a second after and two later: a gateway may have let it through. */
const LOOKS_MS = [1_000, 2_000];

describe.each([
	['GET', fetchOne, '/file/fetch', [0, 0]],
	['POST', upload, '/file/upload', LOOKS_MS],
])('Retry-After of a %s', (_method, parameters, path, [first, second]) => {
	test.each(ASKED)('%s', async (_name, retryAfter, [least, most]) => {
		const clock = skipPauses();
		sandbox.faults.add({ ...status(429), retryAfter: retryAfter(), path });
		const items = [await item(['data', 'a', 'a.txt'])];
		await run({ parameters, credential, items }).catch((error: Error) =>
			expect(error.message).toBe('DocFlow knows no batch 1'),
		);
		expect(asked(path)).toBe(2);
		expect(clock.slept()).toBeGreaterThanOrEqual(Math.max(first, least) + second);
		expect(clock.slept()).toBeLessThanOrEqual(Math.max(first, most) + second);
	});
});

test('a Retry-After of more than a minute is not slept through: the error names it', async () => {
	const clock = skipPauses();
	sandbox.faults.add({ ...status(429), retryAfter: '3600' });
	await expect(run({ parameters: fetchOne, credential })).rejects.toMatchObject({
		message: 'DocFlow is receiving too many requests',
		description: expect.stringContaining('asks to wait 3600 s'),
	});
	expect([sandbox.requests.length, clock.slept()]).toEqual([1, 0]);
});

test('Retry-After counts too where the code stands in HTTP 200', async () => {
	const clock = skipPauses();
	sandbox.faults.add({ ...coded(429), headers: { 'retry-after': '6' } });
	await expect(run({ parameters: fetchOne, credential })).rejects.toThrow(
		'DocFlow knows no batch 1',
	);
	expect(clock.slept()).toBe(6000);
});
