import { subscribe } from 'diagnostics_channel';
import type { Socket } from 'net';

/** What one piece of work took of this process alone. */
export interface Reading {
	requests: number;
	/** Bytes that came in, headers included. */
	bytes: number;
	/** Milliseconds of processor time. */
	cpu: number;
	/** Milliseconds that passed. */
	wall: number;
}

const sockets: Socket[] = [];
let requests = 0;
// Below n8n's own client, whichever it is.
subscribe('net.client.socket', (message) => sockets.push((message as { socket: Socket }).socket));
subscribe('http.client.request.start', () => requests++);

const received = () => sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0);

/** Does a piece of work. Returns its reading and what it gave. */
export async function measure<T>(work: () => Promise<T>): Promise<Reading & { result: T }> {
	const before = { requests, bytes: received(), cpu: process.cpuUsage(), wall: performance.now() };
	const result = await work();
	const wall = performance.now() - before.wall;
	const { user, system } = process.cpuUsage(before.cpu);
	return {
		requests: requests - before.requests,
		bytes: received() - before.bytes,
		cpu: (user + system) / 1000,
		wall,
		result,
	};
}

/** The middle of some numbers. */
export const median = (numbers: number[]): number =>
	[...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
