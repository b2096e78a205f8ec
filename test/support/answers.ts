import multipart from '@fastify/multipart';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';

/** A server on loopback that answers as a test wants. */
export interface AnswerServer {
	url: string;
	/** Every request so far, with its body: text or, of a multipart one, its parts. */
	requests: Array<{
		method: string;
		url: string;
		headers: FastifyRequest['headers'];
		body: unknown;
	}>;
	close(): Promise<void>;
}

/** A part as a multipart parser reads it. */
export interface ReadPart {
	name: string;
	text?: string;
	file?: { name: string; type: string; bytes: Buffer };
}

async function partsOf(request: FastifyRequest): Promise<ReadPart[]> {
	const parts: ReadPart[] = [];
	for await (const part of request.parts())
		parts.push(
			part.type === 'file'
				? {
						name: part.fieldname,
						file: { name: part.filename, type: part.mimetype, bytes: await part.toBuffer() },
					}
				: { name: part.fieldname, text: String(part.value) },
		);
	return parts;
}

/** Starts a server whose answers `answer` gives; it may break the connection by `request.raw.socket`. */
export async function startAnswers(
	answer: (request: FastifyRequest, reply: FastifyReply) => unknown,
): Promise<AnswerServer> {
	const requests: AnswerServer['requests'] = [];
	const app = Fastify({ forceCloseConnections: true });
	await app.register(multipart);
	app.all('*', async (request, reply) => {
		const { method, url, headers } = request;
		const body = request.isMultipart() ? await partsOf(request) : request.body;
		requests.push({ method, url, headers, body });
		return await answer(request, reply);
	});
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	return { url, requests, close: async () => await app.close() };
}
