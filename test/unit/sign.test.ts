import { createHash } from 'crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { DocFlowApi } from '../../credentials/DocFlowApi.credentials';
import { MultipartBody } from '../../nodes/DocFlow/transport/multipart';
import { hashBody, requestSignature, signRequest } from '../../nodes/DocFlow/transport/sign';

const host = 'https://docflow.textin.com/api/app-api/sip/platform/v2';
const timestamp = 1766106000;
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

describe("as the vendor's published Python function computes it, run with this timestamp", () => {
	test('the published example: a JSON body and no query', () => {
		const body = String.raw`{"workspace_id":"workspace123","category":"invoice","batch_number":"202412190001","file_name":"invoice.pdf","file_data":"base64\u7f16\u7801\u7684\u6587\u4ef6\u5185\u5bb9"}`;
		expect(
			requestSignature('your_secret_code', {
				method: 'POST',
				url: new URL(`${host}/file/upload`),
				bodyHash: sha256(body),
				timestamp,
			}),
		).toBe('a50e0b8e1a94cd8f079ee90c417ea3d2c6589f26747d6e270a55d77fc45afa09');
	});

	test('the published query, with a name that has to be encoded, and no body', async () => {
		const name = encodeURIComponent('invoice 发票&=+%.pdf');
		const url = `${host}/file/fetch?workspace_id=12345&batch_num=54321&file_name=${name}`;
		const { headers } = await signRequest(
			'app',
			'your_secret_code',
			{ url, method: 'GET', headers: { lang: 'en_US' } },
			timestamp * 1000 + 999,
		);
		expect(headers).toEqual({
			lang: 'en_US',
			'x-ti-app-id': 'app',
			'x-ti-timestamp': String(timestamp),
			'x-ti-signature': '517e6cee9dac11a84518dc5929c140590b36d78e26bfe2eda635c8a7025b8306',
		});
	});
});

const sign = async (request: Partial<IHttpRequestOptions> & { uri?: string; formData?: unknown }) =>
	await signRequest('app', 'secret', request as IHttpRequestOptions, timestamp * 1000);

test('the parts of an address are put together before they are signed, the credential test gives them so', async () => {
	const whole = await sign({ url: `${host}/workspace/get?workspace_id=1%202` });
	const parts = await sign({ baseURL: host, url: '/workspace/get', qs: { workspace_id: '1 2' } });
	expect(parts).toEqual(whole);
	expect(parts.url).toBe(`${host}/workspace/get?workspace_id=1%202`);
});

test('the older dialect of the HTTP Request node is signed too', async () => {
	const request = await sign({
		method: 'POST',
		uri: `${host}/file/retry`,
		qs: { a: 1 },
		body: { task_id: '1' },
		headers: { 'Content-Type': 'application/json; charset=utf-8' },
	});
	expect(request).toMatchObject({
		uri: `${host}/file/retry?a=1`,
		body: '{"task_id":"1"}',
		headers: { 'Content-Type': 'application/json' },
	});
	const url = new URL(`${host}/file/retry?a=1`);
	expect(request.headers?.['x-ti-signature']).toBe(
		requestSignature('secret', {
			method: 'POST',
			url,
			bodyHash: sha256('{"task_id":"1"}'),
			timestamp,
		}),
	);
});

test.each<[string, Parameters<typeof sign>[0]]>([
	['a form', { url: host, method: 'POST', formData: { file: 'x' } }],
	[
		'a body that becomes a form',
		{
			url: host,
			method: 'POST',
			body: { a: 1 },
			headers: { 'content-type': 'multipart/form-data' },
		},
	],
	['a form of the platform', { url: host, method: 'POST', body: new FormData() as never }],
])('%s is refused, since its bytes are not known before they are sent', async (_name, request) => {
	await expect(sign(request)).rejects.toThrow('Choose Simple in the DocFlow credential');
});

test('of a body of files the bytes are hashed that are sent, which are the same at each reading', async () => {
	const open = async () => Buffer.from('%PDF 0');
	const body = new MultipartBody(
		[
			{ name: 'fields', text: '[{"name":"Größe"}]' },
			{
				name: 'sample_files',
				file: { name: 'a.pdf', mimeType: 'application/pdf', bytes: 6, open },
			},
		],
		'b',
	);
	const bytes = Buffer.from(await new Response(body.stream()).arrayBuffer());
	expect(bytes.toString()).toBe(
		'--b\r\nContent-Disposition: form-data; name="fields"\r\n\r\n[{"name":"Größe"}]\r\n--b\r\nContent-Disposition: form-data; name="sample_files"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF 0\r\n--b--\r\n',
	);
	expect([await hashBody(body), body.size]).toEqual([sha256(bytes), bytes.length]);
});

test('the secret stays out of a signed request, whatever else is in it', async () => {
	const credential = { appId: ' app ', secretCode: 's3cr3t', authentication: 'signature' };
	const request = { url: `${host}/file/fetch`, headers: { lang: 'en_US' } };
	const { headers } = await new DocFlowApi().authenticate(credential, request);
	expect(Object.keys(headers ?? {})).toEqual([
		'lang',
		'x-ti-app-id',
		'x-ti-timestamp',
		'x-ti-signature',
	]);
	expect(JSON.stringify(headers)).not.toContain('s3cr3t');
	// A credential saved before there was a choice has none.
	const { headers: simple } = await new DocFlowApi().authenticate(
		{ ...credential, authentication: undefined as never },
		request,
	);
	expect(simple).toEqual({ lang: 'en_US', 'x-ti-app-id': 'app', 'x-ti-secret-code': 's3cr3t' });
});
