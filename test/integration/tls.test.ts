import type { ServerResponse } from 'http';
import { get } from 'https';
import { type IDataObject, type JsonObject, NodeApiError } from 'n8n-workflow';

import { useBinaryMode } from '../../demo/engine/engine';
import { explain, isTransient, isUnsettled } from '../../nodes/DocFlow/transport/failure';
import { networkFailure } from '../../nodes/DocFlow/transport/network';
import { skipPauses } from '../support/clock';
import { item } from '../support/files';
import { context, credentialTest, run } from '../support/n8n';
import { startPlain, startTcp, startTls, type TlsServer } from '../support/tls';

const account = { region: 'custom', appId: 'app', secretCode: 'a secret', workspaceId: '12' };
const fetchOne = {
	resource: 'file',
	operation: 'fetch',
	batchNumber: '1',
	waitUntilFinished: false,
};
const upload = { resource: 'file', operation: 'upload', binaryPropertyName: 'data' };

let server: (TlsServer & { authority?: string }) | undefined;
beforeAll(async () => await useBinaryMode('default'));
afterEach(async () => {
	jest.restoreAllMocks();
	await server?.close();
	server = undefined;
});

/** What the user reads when an upload, a fetch and the Test button go to an address. */
async function told(credential: IDataObject) {
	const items = [await item(['data', 'a', 'a.txt'])];
	const errorOf = async (parameters: typeof upload | typeof fetchOne) =>
		await run({ parameters, credential, items }).then(
			() => ({ message: 'it worked', description: '' }),
			({ message, description }: { message: string; description: string }) => ({
				message,
				description,
			}),
		);
	const before = server?.connections() ?? 0;
	const uploaded = await errorOf(upload);
	const between = server?.connections() ?? 0;
	const fetched = await errorOf(fetchOne);
	const connections = [between - before, (server?.connections() ?? 0) - between];
	return { uploaded, fetched, tested: await credentialTest(credential), connections };
}

const answer = (_request: unknown, response: ServerResponse) =>
	response.end(
		JSON.stringify({
			code: 200,
			result: {
				workspace_id: '12',
				total: 1,
				batch_number: '1',
				files: [{ id: '19', task_id: '20', name: 'a.txt', recognition_status: 1 }],
			},
		}),
	);

const TRUST = /NODE_EXTRA_CA_CERTS.*Ignore SSL Issues/;
const https = (fault: Parameters<typeof startTls>[0]) => async () => ({
	started: await startTls(fault, answer),
	scheme: 'https',
});

/** A server; the title that tells what is wrong with it; the next step. */
const SERVERS: Array<
	[string, () => Promise<{ started: TlsServer; scheme: string }>, string, RegExp]
> = [
	[
		'a self-signed certificate',
		https('self-signed'),
		'The certificate of HOST is self-signed',
		TRUST,
	],
	[
		'an authority that n8n does not know',
		https('unknown authority'),
		'The certificate of HOST is from an authority that n8n does not know',
		TRUST,
	],
	[
		'an authority of its own, sent along',
		https('unknown authority, sent along'),
		'The certificate of HOST is from an authority that n8n does not know',
		TRUST,
	],
	[
		'a certificate that has expired',
		https('expired'),
		'The certificate of HOST has expired',
		/renewed/,
	],
	[
		'a certificate that is not valid yet',
		https('not valid yet'),
		'The certificate of HOST is not valid yet',
		/clock/,
	],
	[
		'a server that does not speak https',
		async () => ({ started: await startPlain(answer), scheme: 'https' }),
		'HOST does not speak https',
		/Begin the Base URL.*with http:/,
	],
	[
		'something that is no web server, asked in https',
		async () => ({
			started: await startTcp((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')),
			scheme: 'https',
		}),
		'HOST does not speak https',
		/Begin the Base URL/,
	],
	[
		'a server that speaks https only, and hangs up',
		async () => ({ started: await startTls('self-signed', answer), scheme: 'http' }),
		'HOST speaks https only',
		/Begin the Base URL.*with https:/,
	],
	[
		'a server that speaks https only, and says so',
		async () => ({
			started: await startPlain((_request, response) =>
				response.writeHead(400).end('<h1>400</h1>The plain HTTP request was sent to HTTPS port'),
			),
			scheme: 'http',
		}),
		'HOST speaks https only',
		/Begin the Base URL.*with https:/,
	],
];

test.each(SERVERS)(
	'%s is named at once, and nothing is looked up',
	async (what, start, title, advice) => {
		const clock = skipPauses();
		const { started, scheme } = await start();
		server = started;
		const { uploaded, fetched, tested } = await told({
			...account,
			baseUrl: `${scheme}://${server.host}`,
		});
		const message = title.replace('HOST', server.host);
		for (const error of [uploaded, fetched])
			expect(error).toEqual({ message, description: expect.stringMatching(advice) });
		expect(uploaded.description).toMatch(/^Nothing was sent\.|has taken nothing\./);
		expect(tested).toEqual({ status: 'Error', message: expect.stringMatching(advice) });
		expect(tested.message.startsWith(message)).toBe(true);
		// Each asked once; where the server only hung up, once more in https.
		expect(server.connections()).toBe(/hangs up/.test(what) ? 6 : 3);
		expect(clock.slept()).toBe(0);
	},
);

test.each(['self-signed', 'unknown authority', 'expired', 'other host name'] as const)(
	'Ignore SSL Issues: a certificate that is %s does not matter',
	async (fault) => {
		server = await startTls(fault, answer);
		const credential = {
			...account,
			baseUrl: `https://${server.host}`,
			ignoreSSLIssues: true,
		};
		const { uploaded, fetched, tested } = await told(credential);
		expect([uploaded.message, fetched.message, tested.status]).toEqual([
			'it worked',
			'it worked',
			'OK',
		]);
	},
);

test('a server that wants a certificate of the client', async () => {
	server = await startTls('client certificate', answer);
	const credential = {
		...account,
		baseUrl: `https://${server.host}`,
		ignoreSSLIssues: true,
	};
	const { fetched } = await told(credential);
	expect(fetched.message).toBe(`No secure connection to ${server.host} came about`);
});

test('a handshake that breaks off is tried again, and nothing is looked up', async () => {
	skipPauses();
	server = await startTcp((socket) => socket.once('data', () => socket.destroy()));
	const { uploaded, connections } = await told({ ...account, baseUrl: `https://${server.host}` });
	expect(uploaded).toEqual({
		message: 'DocFlow cannot be reached',
		description: expect.stringContaining('hung up before the connection was secure'),
	});
	expect(connections).toEqual([4, 4]);
});

test('a server that hangs up on http and is silent in https is one that broke', async () => {
	skipPauses();
	server = await startTcp((socket) =>
		socket.once('data', (data: Buffer) => data[0] !== 22 && socket.destroy()),
	);
	const credential = { ...account, baseUrl: `http://${server.host}` };
	await expect(run({ parameters: fetchOne, credential })).rejects.toThrow(
		'The connection to DocFlow broke before it answered',
	);
});

test('a certificate for another host name is told by name, once its authority is known', async () => {
	server = await startTls('other host name', answer);
	const ca = server.authority;
	// n8n knows more authorities only from its start on (NODE_EXTRA_CA_CERTS), so the error of Node.js is made here.
	const error = await new Promise<Error>((resolve) =>
		get(`https://${server?.host}`, { ca }, () => resolve(new Error('it worked'))).on(
			'error',
			resolve,
		),
	);
	const node = context({ parameters: fetchOne, credential: account }).getNode();
	const failure = networkFailure(new NodeApiError(node, error as unknown as JsonObject));
	expect(explain({ ...failure, host: server.host })).toEqual({
		message: `The certificate of ${server.host} is for another host name`,
		advice: expect.stringMatching(
			/^Nothing was sent\. Enter the name in the certificate as Base URL/,
		),
	});
	expect([isTransient(failure), isUnsettled(failure)]).toEqual([false, false]);
});
