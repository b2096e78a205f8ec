import { createServer } from 'http';
import type { AddressInfo } from 'net';
import nock from 'nock';

import type { Fault } from '../../sandbox/faults';
import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { item } from '../support/files';
import { run, type RunOptions } from '../support/n8n';
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

useSandbox((started) => ({ sandbox, credential } = started), { binaryMode: 'filesystem' });
// nock stands between Node.js and the network for the next test file of this process, too: it breaks proxies and TLS there.
afterAll(() => nock.restore());

afterEach(() => {
	nock.cleanAll();
	nock.enableNetConnect();
});

/** The error that a run ends with, after a search for the secret in all of it. */
async function errorOf(
	options: RunOptions,
): Promise<{ message: string; description: string; httpCode: string | null }> {
	const error = await run(options).then(
		() => undefined,
		(caught: unknown) => caught as Error & { description: string; httpCode: string | null },
	);
	if (error === undefined) throw new Error('The run did not fail');
	const seen = new Set<unknown>();
	const everything = JSON.stringify(
		[error, error.stack, error.message, error.cause, { ...error }],
		(_key, value: unknown) => {
			if (typeof value !== 'object' || value === null) return value;
			if (seen.has(value)) return undefined;
			seen.add(value);
			return value instanceof Error
				? { ...value, message: value.message, stack: value.stack, cause: value.cause }
				: value;
		},
	);
	expect(everything).not.toContain(String(options.credential.secretCode));
	return error;
}

/** DocFlow's messages often come as UTF-8 read as Latin-1. */
const garbled = Buffer.from('账号余额不足').toString('latin1');
const quota = { code: 1005025075, msg: garbled, traceId: 'trace-7' };

describe('what the user reads', () => {
	test.each<[string, Fault, string, RegExp]>([
		[
			'401 over HTTP',
			{ kind: 'status', status: 401 },
			'DocFlow did not accept the credential',
			/check App ID, Secret Code, region/,
		],
		[
			'out of quota, in garbled Chinese',
			{ kind: 'json', body: quota },
			'Your DocFlow account is out of quota',
			/Buy more pages.*DocFlow says: 账号余额不足, code 1005025075, trace ID trace-7/,
		],
		[
			'another business code',
			{ kind: 'json', body: { code: 1005025012, msg: 'file is damaged' } },
			'DocFlow refused the request: file is damaged',
			/Check the parameters.*code 1005025012/,
		],
		[
			'a web page',
			{ kind: 'not-json' },
			'The answer is not one of DocFlow',
			/Check the region or the Base URL/,
		],
		[
			'a redirect',
			{ kind: 'redirect', location: 'https://evil.example/login' },
			'DocFlow answered with a redirect to evil.example',
			/your secret would travel with it/,
		],
		[
			'no API',
			{ kind: 'status', status: 404 },
			'There is no DocFlow API at this address',
			/Base URL/,
		],
	])('%s', async (_name, fault, message, description) => {
		sandbox.faults.add(fault);
		expect(await errorOf({ parameters: fetchOne, credential })).toMatchObject({
			message,
			description: expect.stringMatching(description),
		});
		expect(sandbox.requests.length).toBe(1);
	});

	test('a wrong key, told in HTTP 200', async () => {
		const error = await errorOf({
			parameters: fetchOne,
			credential: { ...credential, secretCode: 'not-the-secret' },
		});
		expect(error).toMatchObject({
			message: 'DocFlow did not accept the credential',
			httpCode: '401',
		});
	});

	test('an unreachable host, after four tries', async () => {
		const clock = skipPauses();
		const error = await errorOf({
			parameters: fetchOne,
			credential: { ...credential, baseUrl: 'http://127.0.0.1:9' },
		});
		expect(error).toMatchObject({
			message: 'DocFlow cannot be reached',
			description: expect.stringContaining('ECONNREFUSED'),
		});
		expect(clock.slept()).toBeGreaterThan(1500);
	});

	test.each([
		['empty', '', 'The credential has no Base URL. Enter one like https://docflow.example.com'],
		[
			'not http',
			'ftp://docflow.example',
			"The credential's Base URL must start with http:// or https://",
		],
	])('a Base URL that is %s', async (_name, baseUrl, message) => {
		const error = await errorOf({ parameters: fetchOne, credential: { ...credential, baseUrl } });
		expect(error.message).toContain(message);
	});

	test('continue on fail gives the error as data of the item', async () => {
		sandbox.faults.add({ kind: 'json', body: quota });
		const [{ json, pairedItem }] = await run({
			parameters: fetchOne,
			credential,
			continueOnFail: true,
		});
		expect(json).toEqual({
			batch_number: '1',
			error: 'Your DocFlow account is out of quota',
			description: expect.stringContaining('Buy more pages'),
			code: '1005025075',
			trace_id: 'trace-7',
			retryable: false,
		});
		expect(pairedItem).toEqual({ item: 0 });
	});
});

describe('retry', () => {
	test.each<[string, Fault]>([
		['503', { kind: 'status', status: 503 }],
		['a dropped connection', { kind: 'drop-before' }],
		['429', { kind: 'status', status: 429 }],
		['code 900', { kind: 'json', body: { code: 900, msg: 'busy' } }],
	])('a GET is asked again after %s', async (_name, fault) => {
		skipPauses();
		sandbox.faults.add({ ...fault, times: 3 });
		await expect(run({ parameters: fetchOne, credential })).rejects.toThrow(
			'DocFlow knows no batch 1',
		);
		expect(sandbox.requests.length).toBe(4);
	});

	test('after four tries it says so', async () => {
		skipPauses();
		sandbox.faults.add({ kind: 'status', status: 503, times: 9 });
		expect(await errorOf({ parameters: fetchOne, credential })).toMatchObject({
			message: 'DocFlow cannot answer at the moment',
		});
		expect(sandbox.requests.length).toBe(4);
	});

	test('Retry-After decides how long', async () => {
		const clock = skipPauses();
		sandbox.faults.add({ kind: 'status', status: 429, retryAfter: '7' });
		await expect(run({ parameters: fetchOne, credential })).rejects.toThrow(
			'DocFlow knows no batch 1',
		);
		expect(clock.slept()).toBe(7000);
	});

	test('an upload goes again after 429, with the bytes opened anew', async () => {
		skipPauses();
		sandbox.faults.add({ kind: 'status', status: 429 });
		const [{ json }] = await run({
			parameters: upload,
			credential,
			items: [await item(['data', 'x'.repeat(70_000), 'a.txt'])],
		});
		expect(json.file_name).toBe('a.txt');
		expect(sandbox.files.map(({ bytes }) => bytes)).toEqual([70_000]);
	});

	test.each<[string, Fault, number]>([
		['after the files were stored', { kind: 'drop-after' }, 1],
		['before anything was read', { kind: 'drop-before' }, 2],
		['by a gateway that may have passed it on', { kind: 'status', status: 502 }, 2],
	])(
		'an upload whose answer is lost %s is looked up, and sent again only if it is missing',
		async (_name, fault, posts) => {
			skipPauses();
			sandbox.faults.add(fault);
			const [{ json }] = await run({
				parameters: upload,
				credential,
				items: [await item(['data', 'a', 'a.txt'])],
			});
			expect(sandbox.files.map(({ id, batch }) => [id, batch])).toEqual([
				[json.file_id, json.batch_number],
			]);
			expect(sandbox.requests.filter(({ method }) => method === 'POST').length).toBe(posts);
			expect(new Set(sandbox.requests.map(({ query }) => query.batch_number))).toEqual(
				new Set([json.batch_number]),
			);
		},
	);
});

describe('an upload that cannot be settled', () => {
	const parameters = {
		...upload,
		binaryPropertyName: '*',
		batchMode: 'allItems',
		options: { maxFilesPerRequest: 1 },
	};
	const two = async () => [
		await item(['x', 'a', 'a.txt']),
		await item(['y', 'b', 'b.txt'], ['z', 'c', 'c.txt']),
	];
	const blind: Fault = { kind: 'status', status: 503, path: '/file/fetch', times: 100 };

	test('ends in an error with the batch number and every file as taken, not taken or unknown', async () => {
		skipPauses();
		sandbox.faults.add({ kind: 'drop-after', path: '/file/upload', skip: 1 });
		sandbox.faults.add(blind);
		// Files of one name never go side by side, and while an answer is open none follows.
		const items = [
			await item(['x', '0', 'a.txt']),
			await item(['x', '1', 'a.txt'], ['y', '2', 'a.txt']),
			await item(['x', '3', 'a.txt']),
		];
		const error = await errorOf({ parameters, credential, items });
		const batch = sandbox.requests[0].query.batch_number;
		expect(error.message).toBe('It is unknown whether DocFlow took "a.txt" of item 1');
		expect(error.description).toContain(
			'The answer to the upload was lost (The connection to DocFlow broke before it answered)',
		);
		expect(error.description).toContain(
			'the batch could not be looked up (DocFlow cannot answer at the moment)',
		);
		expect(error.description).toContain(
			`look with File → Fetch whether batch ${batch} holds it: a second upload is billed again`,
		);
		const fates =
			'taken: "a.txt" (x of item 0); not taken: "a.txt" (y of item 1), "a.txt" (x of item 2); unknown: "a.txt" (x of item 1).';
		expect(error.description.endsWith(`Batch ${batch}: ${fates}`)).toBe(true);
		expect(sandbox.files.length).toBe(2);
	});

	test('is not sent again when the look-up answers without saying what there is', async () => {
		skipPauses();
		sandbox.faults.add({ kind: 'drop-after', path: '/file/upload' });
		sandbox.faults.add({
			kind: 'json',
			body: { code: 200, msg: 'success', result: null },
			path: '/file/fetch',
			times: 100,
		});
		const error = await errorOf({
			parameters,
			credential,
			items: [await item(['x', 'a', 'a.txt'])],
		});
		expect(error.message).toBe('It is unknown whether DocFlow took "a.txt" of item 0');
		expect(sandbox.files.length).toBe(1);
		expect(sandbox.requests.filter(({ method }) => method === 'POST').length).toBe(1);
	});

	test('gives each item its own error when the workflow continues on fail', async () => {
		skipPauses();
		sandbox.faults.add({ kind: 'drop-after', path: '/file/upload', times: 3 });
		sandbox.faults.add(blind);
		const output = await run({ parameters, credential, items: await two(), continueOnFail: true });
		const batch = sandbox.requests[0].query.batch_number;
		expect(
			output.map(({ json, pairedItem }) => [
				json.error,
				json.file_name,
				json.batch_number,
				pairedItem,
			]),
		).toEqual([
			['It is unknown whether DocFlow took "a.txt" of item 0', 'a.txt', batch, { item: 0 }],
			['It is unknown whether DocFlow took "b.txt" of item 1', 'b.txt', batch, { item: 1 }],
			['It is unknown whether DocFlow took "c.txt" of item 1', 'c.txt', batch, { item: 1 }],
		]);
	});

	test('nothing is sent when it cannot be learned what the batch of a given number holds', async () => {
		skipPauses();
		sandbox.faults.add(blind);
		const given = { ...parameters, batchMode: 'batchNumber', batchNumber: 'mine' };
		expect((await errorOf({ parameters: given, credential, items: await two() })).message).toBe(
			'DocFlow cannot answer at the moment',
		);
		expect(sandbox.requests.filter(({ method }) => method === 'POST')).toEqual([]);
	});

	test.each<[string, Fault]>([
		['while DocFlow is given time', { kind: 'drop-after', path: '/file/upload' }],
		['while an upload is under way', { kind: 'delay', ms: 60_000 }],
	])('asks and sends nothing more once the execution is cancelled %s', async (_name, fault) => {
		const cancel = new AbortController();
		sandbox.faults.add({ ...fault, times: 3 });
		const running = errorOf({ parameters, credential, items: await two(), signal: cancel.signal });
		while (sandbox.files.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
		cancel.abort();
		expect((await running).message).toMatch(
			/^It is unknown whether DocFlow took "a.txt" of item 0/,
		);
		expect(sandbox.requests.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST']);
	});
});

test('a redirect takes the secret nowhere', async () => {
	const seen: unknown[] = [];
	const other = createServer((request, response) => {
		seen.push(request.headers);
		response.end('{}');
	});
	await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
	const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
	sandbox.faults.add({ kind: 'redirect', location });
	await errorOf({ parameters: upload, credential, items: [await item(['data', 'a', 'a.txt'])] });
	other.close();
	expect(seen).toEqual([]);
});

describe('regions', () => {
	beforeEach(() => nock.disableNetConnect());

	test.each([
		['china', '', 'https://docflow.textin.com'],
		['global', '', 'https://docflow.textin.ai'],
		[
			'custom',
			' https://own.example:8443/proxy/docflow/ ',
			'https://own.example:8443/proxy/docflow',
		],
	])('%s', async (region, baseUrl, address) => {
		const { origin, pathname } = new URL(address);
		const scope = nock(origin, {
			reqheaders: { 'x-ti-app-id': 'app', 'x-ti-secret-code': 'a secret' },
		})
			.get(`${pathname === '/' ? '' : pathname}/api/app-api/sip/platform/v2/file/fetch`)
			.query({ workspace_id: '12', batch_number: '1', page: '1', page_size: '1000' })
			.reply(200, {
				code: 200,
				result: {
					total: 1,
					files: [{ id: '1978297791713619968', name: 'a.pdf', recognition_status: 1 }],
				},
			});
		const [{ json }] = await run({
			parameters: fetchOne,
			credential: { region, baseUrl, appId: 'app', secretCode: 'a secret', workspaceId: '12' },
		});
		expect(json.file_id).toBe('1978297791713619968');
		scope.done();
	});

	test('an id that came as an inexact number is refused, not rounded', async () => {
		const answer =
			'{"code":200,"result":{"total":1,"files":[{"id":1978297791713619968,"name":"a.pdf"}]}}';
		nock('https://docflow.textin.com')
			.get(/file\/fetch/)
			.reply(200, answer, { 'content-type': 'application/json' });
		const error = await errorOf({
			parameters: fetchOne,
			credential: { region: 'china', appId: 'app', secretCode: 'a secret', workspaceId: '12' },
		});
		expect(error.message).toBe(
			"DocFlow's answer could not be read: the id of a file came as a number that is not exact",
		);
	});
});
