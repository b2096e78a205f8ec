import { createServer, type IncomingMessage } from 'http';
import { type AddressInfo, connect, type Socket } from 'net';
import type { IDataObject } from 'n8n-workflow';

import { useBinaryMode } from '../../demo/engine/engine';
import { networkFailure } from '../../nodes/DocFlow/transport/network';
import { explain, isTransient, isUnsettled } from '../../nodes/DocFlow/transport/failure';
import { type AnswerServer, startAnswers } from '../support/answers';
import { skipPauses } from '../support/clock';
import { item } from '../support/files';
import { credentialTest, run } from '../support/n8n';
import { startTls, type TlsServer } from '../support/tls';

const account = { region: 'custom', appId: 'app', secretCode: 'a secret', workspaceId: '12' };
const fetchOne = {
	resource: 'file',
	operation: 'fetch',
	batchNumber: '1',
	waitUntilFinished: false,
};
const upload = { resource: 'file', operation: 'upload', binaryPropertyName: '*' };
const PAGE = '<html><body><h1>Blocked by policy</h1></body></html>';

beforeAll(async () => await useBinaryMode('default'));
afterEach(() => jest.restoreAllMocks());

interface Told {
	message: string;
	description: string;
	failure?: { cause: string };
}

const errorOf = async (
	parameters: IDataObject,
	credential: IDataObject,
	count = 1,
): Promise<Told> => {
	const files = Array.from({ length: count }, (_, at): [string, Buffer, string] => [
		`f${at}`,
		Buffer.alloc(1_000_000, 65),
		`${at}.txt`,
	]);
	const options = { parameters: parameters as never, credential, items: [await item(...files)] };
	return await run(options).then(
		() => ({ message: 'it worked', description: '' }),
		(error: Told) => error,
	);
};

describe('a gateway that answers in the place of DocFlow', () => {
	let server: AnswerServer;
	let status: number;
	beforeAll(async () => {
		server = await startAnswers((_request, reply) =>
			reply.code(status).type('text/html').send(PAGE),
		);
	});
	beforeEach(() => (server.requests.length = 0));
	afterAll(async () => await server.close());

	test.each<[number, string, RegExp, number]>([
		[
			401,
			'Something between n8n and DocFlow refused the request (HTTP 401), not DocFlow itself',
			/login page/,
			1,
		],
		[
			403,
			'Something between n8n and DocFlow refused the request (HTTP 403), not DocFlow itself',
			/have 127.0.0.1:\d+ allowed/,
			1,
		],
		[404, 'There is no DocFlow API at this address', /Base URL/, 1],
		[
			407,
			'The proxy of your n8n wants to know who asks (HTTP 407)',
			/^Nothing was sent\. .*HTTPS_PROXY/,
			1,
		],
		[429, 'DocFlow is receiving too many requests', /Wait a minute/, 4],
		[502, "A gateway or proxy answered in DocFlow's place (HTTP 502)", /HTTPS_PROXY/, 4],
		[200, 'The answer is not one of DocFlow', /proxy stands in between/, 1],
	])('HTTP %i', async (code, message, description, times) => {
		skipPauses();
		status = code;
		const error = await errorOf(fetchOne, { ...account, baseUrl: server.url });
		expect(error).toMatchObject({ message, description: expect.stringMatching(description) });
		expect(server.requests.length).toBe(times);
		// Only DocFlow's own word may silence a trigger.
		expect(error.failure?.cause).toMatch(/temporarily-unavailable|rate-limited/);
		const tested = await credentialTest({ ...account, baseUrl: server.url });
		expect(tested).toEqual({ status: 'Error', message: expect.stringContaining(message) });
	});

	test.each([
		[
			1,
			/^The request is too large for a server before DocFlow: 1 file, 1\.0 MB$/,
			/^Have the limit/,
		],
		[3, /: 3 files, 3\.0 MB$/, /^Set Max Files per Request/],
	])('HTTP 413 tells what was sent: %i', async (count, message, advice) => {
		status = 413;
		const error = await errorOf(upload, { ...account, baseUrl: server.url }, count);
		expect(error.message).toMatch(message);
		expect(error.description).toMatch(advice);
		expect(server.requests.length).toBe(1);
	});
});

describe('a proxy', () => {
	let target: TlsServer;
	let proxy: { close(): Promise<void>; asked: string[] };
	let tunnel: (asked: IncomingMessage, socket: Socket) => void;
	const old = process.env.HTTPS_PROXY;
	beforeAll(async () => {
		target = await startTls('self-signed', (_request, response) =>
			response.end(
				'{"code":200,"result":{"total":1,"files":[{"id":"1","name":"a","recognition_status":1}]}}',
			),
		);
		const asked: string[] = [];
		const sockets: Socket[] = [];
		const server = createServer().on('connect', (request: IncomingMessage, socket: Socket) => {
			asked.push(request.url ?? '');
			sockets.push(socket.on('error', () => {}));
			tunnel(request, socket);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		process.env.HTTPS_PROXY = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const close = async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		};
		proxy = { asked, close };
	});
	beforeEach(() => (proxy.asked.length = 0));
	afterAll(async () => {
		if (old === undefined) delete process.env.HTTPS_PROXY;
		else process.env.HTTPS_PROXY = old;
		await Promise.all([proxy.close(), target.close()]);
	});
	const credential = () => ({
		...account,
		baseUrl: `https://${target.host}`,
		ignoreSSLIssues: true,
	});

	test('that lets through', async () => {
		tunnel = (request, socket) => {
			const [host, port] = (request.url ?? '').split(':');
			const through = connect(Number(port), host, () => {
				socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
				socket.pipe(through).pipe(socket);
			}).on('error', () => {});
		};
		// Through a proxy n8n-core 2.8 checks the certificate whatever is asked of it; that it is named shows the way through.
		const { message } = await errorOf(fetchOne, credential());
		expect(message).toBe(`The certificate of ${target.host} is self-signed`);
		expect(proxy.asked).toEqual([target.host]);
	});

	test.each([
		[407, 'The proxy of your n8n wants to know who asks (HTTP 407)', 1],
		[502, "A gateway or proxy answered in DocFlow's place (HTTP 502)", 4],
		[
			403,
			'Something between n8n and DocFlow refused the request (HTTP 403), not DocFlow itself',
			1,
		],
	])('that answers CONNECT with %i', async (code, message, times) => {
		skipPauses();
		tunnel = (_request, socket) => socket.end(`HTTP/1.1 ${code} No\r\nContent-Length: 0\r\n\r\n`);
		expect((await errorOf(fetchOne, credential())).message).toBe(message);
		expect(proxy.asked).toEqual(Array.from({ length: times }, () => target.host));
	});
});

test.each([
	[
		'resolves to a restricted IP address',
		'The target (10.0.0.7) is not allowed. This is a security measure to prevent Server-Side Request Forgery (SSRF).',
	],
	[
		'because the destination hostname is restricted',
		"The hostname 'docflow.internal' is on the configured deny-list.",
	],
])("n8n's own protection: a request that is blocked because it %s", (why, description) => {
	const blocked = Object.assign(new Error(`The request was blocked ${why}`), { description });
	const failure = networkFailure(new Error('failed', { cause: blocked }));
	expect(explain({ ...failure, host: 'docflow.internal' })).toEqual({
		message: 'n8n itself does not allow requests to docflow.internal (SSRF protection)',
		advice: expect.stringMatching(/^Nothing was sent.*N8N_SSRF_ALLOWED_HOSTNAMES/),
	});
	expect([isTransient(failure), isUnsettled(failure)]).toEqual([false, false]);
});
