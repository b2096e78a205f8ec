import multipart from '@fastify/multipart';
import { createHash, randomUUID } from 'crypto';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';

import { extract } from './extract';
import { answerFault, Faults } from './faults';
import { snowflake } from './ids';
import { newFile, record, statusOf, type Stored, updatedAt } from './store';

export interface RecordedRequest {
	method: string;
	path: string;
	query: Record<string, string>;
	headers: Record<string, string | string[] | undefined>;
	parts: Array<{ field: string; filename: string; type: string; bytes: number; sha256: string }>;
	json?: unknown;
}

export interface Sandbox {
	url: string;
	credential: { appId: string; secretCode: string; workspaceId: string };
	requests: RecordedRequest[];
	files: Stored[];
	faults: Faults;
	close(): Promise<void>;
}

export interface SandboxOptions {
	port?: number;
	/** Milliseconds between two steps of recognition. */
	stepMs?: number;
	/** Milliseconds before each answer. */
	latencyMs?: number;
	now?: () => number;
}

const PREFIX = '/api/app-api/sip/platform/v2';
const READABLE = /\.(pdf|ofd|docx?|txt|xlsx?|jpe?g|png|tiff?|bmp|webp)$/i;
/** Larger files are hashed and counted, not read. */
const KEEP_BYTES = 5 * 1024 * 1024;
const TYPES: Record<string, RegExp> = {
	batch_number: /^.{1,20}$/,
	auto_verify_vat: /^(true|false)$/,
	split_flag: /^(true|false)$/,
	crop_flag: /^(true|false)$/,
	target_process: /^(classify|extract)$/,
	parser_remove_watermark: /^[01]$/,
	parser_crop_dewarp: /^[01]$/,
	parser_apply_merge: /^[01]$/,
	parser_formula_level: /^[012]$/,
	parser_table_text_split_mode: /^[01]$/,
	parser_dpi: /^(144|216)$/,
	parser_parse_mode: /^(auto|scan|vlm)$/,
};

const failure = (code: number, msg: string) => ({ code, msg, traceId: randomUUID(), result: null });
const success = (result: unknown) => ({ code: 200, msg: 'success', result });

/**
 * Starts the stand-in for the DocFlow service on loopback. It is for the demo, tests and benchmarks, and
 * reads only text layers: it is not the real service.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, stepMs = 300, latencyMs = 0, now = Date.now } = options;
	const credential = { appId: 'sandbox-app', secretCode: 'sandbox-secret', workspaceId: '1955840540571376304' };
	const requests: RecordedRequest[] = [];
	const files: Stored[] = [];
	const faults = new Faults();
	const app = Fastify({ bodyLimit: 1024 ** 3, forceCloseConnections: true });
	await app.register(multipart, { limits: { fileSize: 1024 ** 3, files: 10_000 } });

	const entered = new WeakMap<FastifyRequest, { seen: RecordedRequest; fault: ReturnType<Faults['take']> }>();
	app.addHook('onRequest', async (request, reply) => {
		if (request.url.startsWith('/__sandbox')) return;
		const path = request.url.split('?')[0];
		const query = { ...(request.query as Record<string, string>) };
		const seen: RecordedRequest = { method: request.method, path, query, headers: request.headers, parts: [] };
		requests.push(seen);
		const fault = faults.take(path);
		entered.set(request, { seen, fault });
		if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
		if (answerFault(fault, reply)) return reply;
		const { 'x-ti-app-id': id, 'x-ti-secret-code': secret } = request.headers;
		if (id !== credential.appId || secret !== credential.secretCode)
			return await reply.send(failure(401, 'app id or secret code is wrong'));
		if (query.workspace_id !== credential.workspaceId)
			return await reply.send(failure(1005015001, 'workspace does not exist'));
		return undefined;
	});

	const store = async (seen: RecordedRequest, batch: string, name: string, bytes: number, sha256: string, kept: Buffer) => {
		const format = /\.([^.]+)$/.exec(name)?.[1].toLowerCase() ?? '';
		const content = await extract(kept, format).catch(() => ({ fields: [], tables: [], text: 'sandbox: fail unreadable' }));
		const file = newFile({ batch, workspace: seen.query.workspace_id, name, format, sha256, bytes, created: now(), query: seen.query, content });
		files.push(file);
		return { id: file.id, task_id: file.taskId, name, format };
	};

	app.post(`${PREFIX}/file/upload`, async (request: FastifyRequest, reply: FastifyReply) => {
		const { seen, fault } = entered.get(request)!;
		for (const [name, type] of Object.entries(TYPES))
			if (seen.query[name] !== undefined && !type.test(seen.query[name]))
				return failure(400, `parameter ${name} is invalid`);
		const batch = seen.query.batch_number ?? snowflake(now());
		const taken: unknown[] = [];
		if (request.isMultipart()) {
			for await (const part of request.files()) {
				const hash = createHash('sha256');
				const kept: Buffer[] = [];
				let bytes = 0;
				for await (const chunk of part.file) {
					hash.update(chunk as Buffer);
					bytes += (chunk as Buffer).length;
					if (bytes <= KEEP_BYTES) kept.push(chunk as Buffer);
				}
				const sha256 = hash.digest('hex');
				seen.parts.push({ field: part.fieldname, filename: part.filename, type: part.mimetype, bytes, sha256 });
				const left = fault?.kind === 'leave-out' && fault.name === part.filename;
				if (part.fieldname !== 'file' || bytes === 0 || left || !READABLE.test(part.filename)) continue;
				taken.push(await store(seen, batch, part.filename, bytes, sha256, Buffer.concat(bytes <= KEEP_BYTES ? kept : [])));
			}
		} else {
			seen.json = request.body;
			const urls = (request.body as { urls?: string[] } | null)?.urls;
			if (!Array.isArray(urls) || urls.length > 10) return failure(400, 'urls must be 1 to 10 addresses');
			for (const url of urls)
				taken.push(await store(seen, batch, new URL(url).pathname.split('/').pop() ?? '', 0, '', Buffer.alloc(0)));
		}
		if (fault?.kind === 'drop-after') {
			reply.hijack();
			reply.raw.destroy();
			return reply;
		}
		return success({ batch_number: batch, files: taken });
	});

	app.get(`${PREFIX}/file/fetch`, async (request) => {
		const { query } = entered.get(request)!.seen;
		const page = Number(query.page ?? 1);
		const size = Math.min(1000, Number(query.page_size ?? 1000));
		const time = now();
		const fits = (file: Stored) =>
			(query.batch_number ?? file.batch) === file.batch &&
			(query.file_id ?? file.id) === file.id &&
			(query.task_id ?? file.taskId) === file.taskId &&
			(query.category ?? file.category) === file.category &&
			Number(query.recognition_status ?? statusOf(file, time, stepMs)) === statusOf(file, time, stepMs) &&
			Number(query.verification_status ?? 0) === 0 &&
			Date.parse(query.start_time ?? '1970-01-01') <= updatedAt(file, time, stepMs) &&
			Date.parse(query.end_time ?? '9999-01-01') >= updatedAt(file, time, stepMs);
		const found = files.filter(fits);
		const shown = found.slice((page - 1) * size, page * size);
		return success({ total: found.length, page, page_size: size, files: shown.map((file) => record(file, time, stepMs)) });
	});

	app.get(`${PREFIX}/workspace/get`, () => success({ workspace_id: credential.workspaceId, name: 'Sandbox', auth_scope: 0 }));
	app.post('/__sandbox/faults', (request) => {
		faults.add(request.body as Parameters<Faults['add']>[0]);
		return success(null);
	});
	app.delete('/__sandbox/faults', () => {
		faults.clear();
		return success(null);
	});
	app.get('/__sandbox/requests', () => requests);
	app.get('/__sandbox/files', () => files);

	const url = await app.listen({ host: '127.0.0.1', port });
	return { url, credential, requests, files, faults, close: async () => await app.close() };
}
