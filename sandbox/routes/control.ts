import type { FastifyInstance } from 'fastify';

import type { Context } from '../context';
import { CODE, failure, success } from '../envelope';
import type { Fault } from '../faults';
import { verify } from '../service/store';

/** A picture of one transparent pixel, in place of a page's image. */
const PIXEL = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	'base64',
);

/** Adds what the real service does not have: the control API below `/__sandbox`, and the targets of links. */
export function addControl(
	app: FastifyInstance,
	{ files, faults, requests, now }: Context,
	skew: (ms: number) => void,
): void {
	app.post('/__sandbox/faults', (request) => {
		faults.add(request.body as Fault);
		return success(null);
	});
	app.delete('/__sandbox/faults', () => {
		faults.clear();
		return success(null);
	});
	app.get('/__sandbox/requests', () => requests);
	app.get('/__sandbox/files', () => files);
	app.post('/__sandbox/clock', (request) => {
		skew(Number((request.body as { skewMs?: number } | null)?.skewMs ?? 0));
		return success(null);
	});
	// What a person does in the web pages of the service: confirm, reject, delete or defer a file.
	app.post('/__sandbox/files/:id', (request) => {
		const { id } = request.params as { id: string };
		const status = (request.body as { verification_status?: number } | null)?.verification_status;
		const file = files.find((one) => one.id === id);
		if (file === undefined || status === undefined || ![0, 2, 3, 4, 5].includes(status))
			return failure(CODE.invalid, 'there is no such file or verification_status');
		verify(file, status, now());
		return success(null);
	});
	app.get('/__sandbox/images/:task/:page', (_request, reply) =>
		reply.type('image/png').send(PIXEL),
	);
	app.get('/__sandbox/tasks/:task', (_request, reply) =>
		reply.type('text/plain').send('A task of the DocFlow stand-in.'),
	);
}
