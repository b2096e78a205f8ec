import { generateKeyPairSync } from 'crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'http';
import { type AddressInfo, connect, type Socket } from 'net';
import { text } from 'stream/consumers';

import { startTls } from '../support/tls';
import { type ApiRequest, googleApi, type Grid } from './sheetNodes';

/** What stands in Google's place for an n8n: a book with one sheet. */
export interface Google {
	/** The sheet, named Sheet1. */
	grid: Grid;
	/** Environment variables of n8n. All that it asks of https goes to the stand-in, and reaches nobody else. */
	settings: NodeJS.ProcessEnv;
	/** Fields of n8n's credential `googleApi`, a service account. */
	account: Record<string, string>;
	close(): Promise<void>;
}

async function answer(grid: Grid, request: IncomingMessage): Promise<object> {
	const { method = '', url = '' } = request;
	const body = await text(request);
	const { pathname, searchParams } = new URL(url, 'https://google.example');
	if (pathname === '/token') return { access_token: 'a-token', expires_in: 3600 };
	if (!pathname.includes('/values'))
		return { sheets: [{ properties: { sheetId: 0, title: 'Sheet1' } }] };
	return googleApi(grid)({
		method,
		uri: pathname,
		qs: { valueInputOption: searchParams.get('valueInputOption') ?? undefined },
		body: body === '' ? undefined : (JSON.parse(body) as ApiRequest['body']),
	});
}

/** Starts a stand-in for Google Sheets, and the proxy that leads n8n to it. */
export async function startGoogle(): Promise<Google> {
	const grid: Grid = [];
	const reply = async (request: IncomingMessage, response: ServerResponse) => {
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(await answer(grid, request)));
	};
	const server = await startTls(
		'self-signed',
		(request, response) => void reply(request, response),
	);
	const sockets = new Set<Socket>();
	const proxy = createServer().on('connect', (_request, client: Socket) => {
		const [host, port] = server.host.split(':');
		const target = connect(Number(port), host);
		for (const socket of [client, target]) sockets.add(socket.on('error', () => undefined));
		client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		client.pipe(target).pipe(client);
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const { privateKey } = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
	return {
		grid,
		settings: {
			HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
			// The stand-in has no certificate of Google's.
			NODE_TLS_REJECT_UNAUTHORIZED: '0',
		},
		account: { email: 'account@google.example', privateKey },
		close: async () => {
			for (const socket of sockets) socket.destroy();
			proxy.close();
			await server.close();
		},
	};
}
