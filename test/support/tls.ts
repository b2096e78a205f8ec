import { createServer as createPlain, type RequestListener, type Server } from 'http';
import { createServer } from 'https';
import {
	type AddressInfo,
	createServer as createTcp,
	type Server as TcpServer,
	type Socket,
} from 'net';
import { generate, type SelfsignedOptions } from 'selfsigned';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

const LOOPBACK: SelfsignedOptions['extensions'] = [
	{
		name: 'subjectAltName',
		altNames: [
			{ type: 2, value: 'localhost' },
			{ type: 7, ip: '127.0.0.1' },
		],
	},
];
const AUTHORITY: SelfsignedOptions['extensions'] = [
	{ name: 'basicConstraints', cA: true, critical: true },
	{ name: 'keyUsage', keyCertSign: true, critical: true },
];

const certificate = async (name: string, options: SelfsignedOptions = {}) =>
	await generate([{ name: 'commonName', value: name }], {
		keyType: 'ec',
		algorithm: 'sha256',
		extensions: LOOPBACK,
		...options,
	});

/** An authority that signs certificates of servers. */
export interface Authority {
	key: string;
	/** Its own certificate, as NODE_EXTRA_CA_CERTS takes it. */
	cert: string;
}

/** Makes an authority that nobody knows yet; two of one name would look like one that lies. */
export async function makeAuthority(name = 'Another authority'): Promise<Authority> {
	const { private: key, cert } = await certificate(name, {
		extensions: AUTHORITY,
	});
	return { key, cert };
}

/** A server that counts who connects. */
export interface TlsServer {
	/** Its address, `localhost:port`. */
	host: string;
	connections(): number;
	/** Requests that arrived whole. */
	requests: string[];
	close(): Promise<void>;
}

async function listen(server: TcpServer | Server, requests: string[] = []): Promise<TlsServer> {
	const sockets = new Set<Socket>();
	let connections = 0;
	server.on('connection', (socket: Socket) => {
		connections++;
		sockets.add(socket);
		socket.on('error', () => {});
	});
	server.on('tlsClientError', () => {});
	await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
	return {
		host: `localhost:${(server.address() as AddressInfo).port}`,
		connections: () => connections,
		requests,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Starts an https server whose certificate, of an `authority`, has a fault. `answer` is what it would answer. */
export async function startTls(
	fault:
		| 'none'
		| 'self-signed'
		| 'unknown authority'
		| 'unknown authority, sent along'
		| 'expired'
		| 'not valid yet'
		| 'other host name'
		| 'client certificate',
	answer: RequestListener = (_request, response) => response.end(),
	authority?: Authority,
): Promise<TlsServer & { authority: string }> {
	const ca = authority ?? (await makeAuthority());
	const { private: key, cert } = await certificate('docflow.internal', {
		...(fault !== 'self-signed' && { ca }),
		...(fault === 'expired' && { notBeforeDate: inDays(-9), notAfterDate: inDays(-2) }),
		...(fault === 'not valid yet' && { notBeforeDate: inDays(2), notAfterDate: inDays(9) }),
		...(fault === 'other host name' && {
			extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'docflow.internal' }] }],
		}),
	});
	const requests: string[] = [];
	const mutual = fault === 'client certificate' && { requestCert: true, rejectUnauthorized: true };
	const chain = fault === 'unknown authority, sent along' ? `${cert}\n${ca.cert}` : cert;
	const server = createServer({ key, cert: chain, ca: ca.cert, ...mutual }, (request, response) => {
		requests.push(request.url ?? '');
		answer(request, response);
	});
	return { ...(await listen(server as unknown as TcpServer, requests)), authority: ca.cert };
}

/** Starts a server for plain http. */
export const startPlain = async (answer: RequestListener): Promise<TlsServer> => {
	const requests: string[] = [];
	return await listen(
		createPlain((request, response) => {
			requests.push(request.url ?? '');
			answer(request, response);
		}),
		requests,
	);
};

/** Starts a server that `talk`s whatever it likes. */
export const startTcp = async (talk: (socket: Socket) => void): Promise<TlsServer> =>
	await listen(createTcp(talk));
