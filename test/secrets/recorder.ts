import { createServer, type IncomingMessage, type ServerResponse } from 'http';
import type { AddressInfo } from 'net';

/** A request as it came over the wire. */
export interface Seen {
	method: string;
	/** The request target, not decoded. */
	url: string;
	/** Names and values in turn, as they were sent. */
	headers: string[];
	body: string;
}

/** A server that notes every byte it gets. */
export interface Recorder {
	port: number;
	seen: Seen[];
	/** Connections that were opened, even if nothing was said. */
	connections(): number;
	close(): Promise<void>;
}

/** Starts one on loopback; it answers what it is told to. */
export async function startRecorder(
	answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Recorder> {
	const seen: Seen[] = [];
	let connections = 0;
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method = '', url = '', rawHeaders: headers } = request;
			seen.push({ method, url, headers, body: Buffer.concat(chunks).toString('latin1') });
			answer(request, response);
		});
	});
	server.on('connection', () => connections++);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const close = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return {
		port: (server.address() as AddressInfo).port,
		seen,
		connections: () => connections,
		close,
	};
}
