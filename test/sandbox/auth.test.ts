import { createHash } from 'crypto';

import { sign } from '../../sandbox/auth';
import { PREFIX } from '../../sandbox/context';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { call, json, simple } from './client';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ stepMs: 0.01, ...clock })));
afterEach(async () => await sandbox.close());

const TIMESTAMP = '1790000000';
const clock = { now: () => Number(TIMESTAMP) * 1000 };

/** Headers of a signed request; the body is given as it goes over the wire. */
function signed(
	method: string,
	path: string,
	query: Record<string, string>,
	body: string | Buffer,
	timestamp = TIMESTAMP,
) {
	const { appId, secretCode, workspaceId } = sandbox.credential;
	const request = { method, path: PREFIX + path, query: { workspace_id: workspaceId, ...query } };
	const hash = createHash('sha256').update(body).digest('hex');
	return {
		'x-ti-app-id': appId,
		'x-ti-timestamp': timestamp,
		'x-ti-signature': sign(secretCode, timestamp, request, hash),
	};
}

test('the signature is the one an independent implementation computes', () => {
	// Made with Python's hmac and hashlib after the published description.
	const request = {
		method: 'POST',
		path: '/api/v2/file/upload',
		query: { workspace_id: '123', category: '采购订单', batch_number: 'a b' },
	};
	const body = createHash('sha256').update('the body').digest('hex');
	expect(sign('secret', TIMESTAMP, request, body)).toBe(
		'49b80866455dfde4c210856968d89280740f47ef385d41edc851007722e27861',
	);
});

describe('simple', () => {
	test('the right headers are let in', async () => {
		expect(await call(sandbox, '/workspace/get')).toMatchObject({
			status: 200,
			code: 200,
			msg: 'success',
		});
	});

	test.each([
		['no headers', {}],
		['a wrong secret', { 'x-ti-app-id': 'sandbox-app', 'x-ti-secret-code': 'x' }],
		['a wrong app id', { 'x-ti-app-id': 'x', 'x-ti-secret-code': 'sandbox-secret' }],
	])('%s is refused with a code in HTTP 200', async (_name, headers) => {
		const answer = await call(
			sandbox,
			'/workspace/get',
			{},
			{ headers: headers as Record<string, string> },
		);
		expect(answer).toMatchObject({
			status: 200,
			code: 401,
			msg: expect.any(String),
			traceId: expect.any(String),
			result: null,
		});
	});

	test('is refused as HTTP 401 where that is asked for', async () => {
		const strict = await startSandbox({ authStatus: 401 });
		expect(await call(strict, '/workspace/get', {}, { headers: {} })).toMatchObject({
			status: 401,
			code: 401,
		});
		await strict.close();
	});
});

describe('signature', () => {
	test('of a request without a body, the values not encoded', async () => {
		const query = { category: '增值税发票 a&b', page: '1' };
		expect(
			await call(sandbox, '/file/fetch', query, {
				headers: signed('GET', '/file/fetch', query, ''),
			}),
		).toMatchObject({ code: 200 });
	});

	test('of a JSON body', async () => {
		const { body } = json(sandbox, { urls: ['https://files.example/a.pdf'] });
		const headers = {
			...signed('POST', '/file/upload', {}, String(body)),
			'content-type': 'application/json',
		};
		expect(
			await call(sandbox, '/file/upload', {}, { method: 'POST', headers, body }),
		).toMatchObject({ code: 200 });
	});

	const boundary = 'b1';
	const multipart = Buffer.from(
		`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${'Number: 1\r\n'.repeat(50_000)}\r\n--${boundary}--\r\n`,
	);
	const type = { 'content-type': `multipart/form-data; boundary=${boundary}` };

	test('of a multipart body with its framing', async () => {
		const headers = { ...signed('POST', '/file/upload', {}, multipart), ...type };
		const answer = await call(
			sandbox,
			'/file/upload',
			{},
			{ method: 'POST', headers, body: multipart },
		);
		expect(answer).toMatchObject({ code: 200, result: { files: [{ name: 'a.txt' }] } });
	});

	test('of other bytes, another secret or another query is refused, and nothing is stored', async () => {
		const other = { ...signed('POST', '/file/upload', {}, 'other bytes'), ...type };
		expect(
			await call(sandbox, '/file/upload', {}, { method: 'POST', headers: other, body: multipart }),
		).toMatchObject({ code: 401 });
		const query = { ...signed('POST', '/file/upload', { category: 'a' }, multipart), ...type };
		expect(
			await call(
				sandbox,
				'/file/upload',
				{ category: 'b' },
				{ method: 'POST', headers: query, body: multipart },
			),
		).toMatchObject({ code: 401 });
		const wrong = { ...signed('GET', '/workspace/get', {}, ''), 'x-ti-signature': 'f'.repeat(64) };
		expect(await call(sandbox, '/workspace/get', {}, { headers: wrong })).toMatchObject({
			code: 401,
		});
		expect(sandbox.files).toEqual([]);
	});

	test('with milliseconds in place of seconds is refused', async () => {
		const headers = signed('GET', '/workspace/get', {}, '', `${TIMESTAMP}000`);
		expect(await call(sandbox, '/workspace/get', {}, { headers })).toMatchObject({
			code: 401,
			msg: expect.stringContaining('timestamp'),
		});
	});
});

test('a workspace that is not there, and one that is', async () => {
	expect(await call(sandbox, '/workspace/get', { workspace_id: '1' })).toMatchObject({
		status: 200,
		code: 1005015001,
	});
	expect((await call(sandbox, '/workspace/get')).result).toEqual({
		workspace_id: sandbox.credential.workspaceId,
		name: expect.any(String),
		description: expect.any(String),
		auth_scope: 0,
		manage_account_id: expect.any(String),
		manage_account_name: expect.any(String),
		callback_url: expect.any(String),
		callback_retry_time: 0,
	});
	expect(await call(sandbox, '/workspace/list')).toMatchObject({
		result: { total: 1, workspaces: [{ workspace_id: sandbox.credential.workspaceId }] },
	});
	expect(await call(sandbox, '/category/list', { page_size: '2' })).toMatchObject({
		result: { total: 4, page: 1, page_size: 2, categories: [{ name: 'invoice' }, {}] },
	});
});

test('messages come in Chinese for lang zh_CN', async () => {
	const headers = { ...simple(sandbox), lang: 'zh_CN' };
	expect(await call(sandbox, '/workspace/get', {}, { headers })).toMatchObject({ msg: '成功' });
	expect(await call(sandbox, '/workspace/get', { workspace_id: '1' }, { headers })).toMatchObject({
		msg: '工作空间不存在',
	});
});

test('another address is HTTP 404', async () => {
	const answer = await fetch(`${sandbox.url}/login`);
	expect([answer.status, answer.headers.get('x-docflow-sandbox')]).toEqual([404, 'stand-in']);
});
