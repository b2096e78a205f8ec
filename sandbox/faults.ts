import type { FastifyReply } from 'fastify';

/** Something that goes wrong on purpose, the next `times` requests that fit `path`. */
export interface Fault {
	path?: string;
	times?: number;
	kind: 'drop-before' | 'drop-after' | 'status' | 'not-json' | 'json' | 'redirect' | 'leave-out';
	status?: number;
	retryAfter?: string;
	/** The answer of `json`. */
	body?: unknown;
	location?: string;
	/** The file that `leave-out` does not take. */
	name?: string;
}

export class Faults {
	private list: Fault[] = [];

	add(fault: Fault): void {
		this.list.push({ times: 1, ...fault });
	}

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

/** Answers in the faulty way. Answers whether it did; `leave-out` and `drop-after` are up to the route. */
export function answerFault(fault: Fault | undefined, reply: FastifyReply): boolean {
	if (fault === undefined || fault.kind === 'leave-out' || fault.kind === 'drop-after') return false;
	if (fault.kind === 'drop-before') {
		reply.hijack();
		reply.raw.destroy();
		return true;
	}
	if (fault.kind === 'redirect') void reply.redirect(fault.location ?? '/', 302);
	else if (fault.kind === 'json') void reply.send(fault.body);
	else if (fault.kind === 'not-json') void reply.type('text/html').send('<html>Bad gateway</html>');
	else {
		if (fault.retryAfter !== undefined) void reply.header('retry-after', fault.retryAfter);
		void reply.code(fault.status ?? 500).send({ code: fault.status ?? 500, msg: 'a fault made on purpose' });
	}
	return true;
}
