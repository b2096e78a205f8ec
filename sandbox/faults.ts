import type { FastifyReply } from 'fastify';

import { CODE, failure } from './envelope';

/** Something that goes wrong on purpose, the next `times` requests that fit `path`. */
export interface Fault {
	/** A part of the request's path; every path when absent. */
	path?: string;
	times?: number;
	/**
	 * `drop-before`, `redirect`, `status`, `not-json`, `json`, `quota` answer in place of the service, which does
	 * nothing. `drop-after`, `delay`, `truncated` spoil the answer of work that was done. `leave-out` takes one file less.
	 */
	kind:
		| 'drop-before' | 'drop-after' | 'status' | 'not-json' | 'json' | 'redirect' | 'leave-out'
		| 'delay' | 'truncated' | 'quota';
	/** HTTP status of `status`. */
	status?: number;
	/** Headers of `status`, `json` and `not-json`. */
	headers?: Record<string, string>;
	retryAfter?: string;
	/** The answer of `json`. */
	body?: unknown;
	location?: string;
	/** The file that `leave-out` does not take. */
	name?: string;
	/** How long `delay` holds the answer back. */
	ms?: number;
}

/** The faults that wait for their request. */
export class Faults {
	private list: Fault[] = [];

	/** Adds a fault behind those that wait. */
	add(fault: Fault): void {
		this.list.push({ times: 1, ...fault });
	}

	/** Forgets all faults. */
	clear(): void {
		this.list = [];
	}

	/** The fault that hits a request, used up by one. */
	take(path: string): Fault | undefined {
		const fault = this.list.find((one) => (one.times ?? 0) > 0 && path.includes(one.path ?? ''));
		if (fault !== undefined) fault.times = (fault.times ?? 1) - 1;
		return fault;
	}
}

/** Answers in place of the service. Answers whether it did; the other kinds are up to the route and `spoil`. */
export function answerFault(fault: Fault | undefined, reply: FastifyReply): boolean {
	switch (fault?.kind) {
		case 'drop-before':
			reply.hijack();
			reply.raw.destroy();
			return true;
		case 'redirect':
			void reply.redirect(fault.location ?? '/', 302);
			return true;
		case 'quota':
			void reply.send(failure(CODE.outOfQuota, 'out of quota'));
			return true;
		case 'json':
			void reply.headers(fault.headers ?? {}).send(fault.body);
			return true;
		case 'not-json':
			void reply.headers(fault.headers ?? {}).type('text/html').send('<html>Bad gateway</html>');
			return true;
		case 'status': {
			const { status = 500, retryAfter, headers = {} } = fault;
			if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
			void reply.code(status).headers(headers).send(failure(status, 'a fault made on purpose'));
			return true;
		}
		default:
			return false;
	}
}

/** Spoils a finished answer, and calls `send` if it is to go out after all. */
export function spoil(fault: Fault | undefined, reply: FastifyReply, payload: unknown, send: () => void): void {
	if (fault?.kind === 'drop-after') reply.raw.destroy();
	else if (fault?.kind === 'delay') setTimeout(send, fault.ms ?? 1000).unref();
	else if (fault?.kind === 'truncated') {
		const bytes = Buffer.from(String(payload));
		for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
		reply.raw.writeHead(reply.statusCode, { 'content-length': bytes.length + 1000 });
		reply.raw.write(bytes.subarray(0, bytes.length / 2), () => reply.raw.destroy());
	} else send();
}
