import type { FastifyReply } from 'fastify';
import { finished } from 'stream/promises';

import { CODE, failure } from './envelope';

/** Something that goes wrong on purpose, the next `times` requests that fit `path`. */
export interface Fault {
	/** A part of the request's path and query; every request when absent. */
	path?: string;
	times?: number;
	/** How many requests that fit pass unharmed before the first that is hit. */
	skip?: number;
	/**
	 * `drop-before`, `redirect`, `status`, `not-json`, `json`, `quota` answer in place of the service, which does
	 * nothing. `drop-during` breaks the connection in the body of an upload, `drop-read` behind it with nothing stored,
	 * `drop-part` with the first half of the files stored. `drop-after`, `delay`, `truncated` spoil the answer of work
	 * that was done. `leave-out` takes one file less. `hold-during` reads a body slowly and answers never, `hold-half`
	 * sends half of an answer and then nothing.
	 */
	kind:
		| 'drop-before'
		| 'drop-after'
		| 'status'
		| 'not-json'
		| 'json'
		| 'redirect'
		| 'leave-out'
		| 'delay'
		| 'truncated'
		| 'quota'
		| 'drop-during'
		| 'drop-read'
		| 'drop-part'
		| 'hold-during'
		| 'hold-half';
	/** The answer of `status`, `json` or `not-json` comes after the work was done. */
	after?: boolean;
	/** Milliseconds until what was uploaded is listed. */
	late?: number;
	/** HTTP status of `status` and `not-json`. */
	status?: number;
	/** Headers of `status`, `json` and `not-json`. */
	headers?: Record<string, string>;
	retryAfter?: string;
	/** The answer of `json`. */
	body?: unknown;
	location?: string;
	/** The files that `leave-out` does not take, by name. */
	name?: string;
	/** The file of a form that `leave-out` does not take, by its place from 0. */
	place?: number;
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
	take(url: string): Fault | undefined {
		const fault = this.list.find((one) => (one.times ?? 0) > 0 && url.includes(one.path ?? ''));
		if (fault === undefined) return undefined;
		if ((fault.skip ?? 0) > 0) {
			fault.skip = (fault.skip ?? 0) - 1;
			return undefined;
		}
		fault.times = (fault.times ?? 1) - 1;
		return fault;
	}
}

const INSTEAD = new Set<Fault['kind'] | undefined>([
	'redirect',
	'quota',
	'json',
	'not-json',
	'status',
]);

/** Answers in place of the service. Returns whether it did; the other kinds are up to the route and `spoil`. */
export async function answerFault(fault: Fault | undefined, reply: FastifyReply): Promise<boolean> {
	if (fault?.after) return false;
	// Answered while its body still comes, a request may break before its answer arrives: that is a fault of its own.
	if (INSTEAD.has(fault?.kind)) await finished(reply.request.raw.resume()).catch(() => undefined);
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
			void reply
				.code(fault.status ?? 200)
				.headers(fault.headers ?? {})
				.type('text/html')
				.send('<html>Bad gateway</html>');
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

const DROPS = new Set<Fault['kind'] | undefined>([
	'drop-during',
	'drop-read',
	'drop-part',
	'drop-after',
]);

/** What stands in place of a finished answer. */
function otherAnswer({ kind, status = 500, body }: Fault, reply: FastifyReply): string {
	if (kind === 'status') void reply.code(status);
	return kind === 'not-json'
		? '<html>Bad gateway</html>'
		: JSON.stringify(kind === 'json' ? body : failure(status, 'a fault made on purpose'));
}

/** Spoils a finished answer, and calls `send` with what is to go out, if anything is. */
export function spoil(
	fault: Fault | undefined,
	reply: FastifyReply,
	payload: unknown,
	send: (payload: unknown) => void,
): void {
	if (DROPS.has(fault?.kind)) reply.raw.destroy();
	else if (fault?.after) {
		void reply.removeHeader('content-length');
		send(otherAnswer(fault, reply));
	} else if (fault?.kind === 'delay') setTimeout(() => send(payload), fault.ms ?? 1000).unref();
	else if (fault?.kind === 'truncated' || fault?.kind === 'hold-half') {
		const bytes = Buffer.from(String(payload));
		for (const [name, value] of Object.entries(reply.getHeaders()))
			if (value !== undefined) reply.raw.setHeader(name, value);
		reply.raw.writeHead(reply.statusCode, { 'content-length': bytes.length + 1000 });
		reply.raw.write(
			bytes.subarray(0, bytes.length / 2),
			() => fault.kind === 'truncated' && reply.raw.destroy(),
		);
	} else send(payload);
}
