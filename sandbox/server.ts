import multipart from '@fastify/multipart';
import Fastify, { type FastifyError, type FastifyRequest } from 'fastify';

import { isSigned, refusesHeaders, refusesSignature, watchBody } from './auth';
import { type Call, type Context, type RecordedRequest, type Credential } from './context';
import { CODE, failure, inLanguage } from './envelope';
import { answerFault, Faults, spoil } from './faults';
import { parseJson } from './json';
import { Refusal } from './refusal';
import { addCatalog } from './routes/catalog';
import { addControl } from './routes/control';
import { addFetch } from './routes/fetch';
import { addManage } from './routes/manage';
import { addProcess } from './routes/process';
import { addReview } from './routes/review';
import { addUpload } from './routes/upload';
import { firstWorkspaces, type Workspace } from './service/catalog';
import type { Order } from './service/order';
import { lastMonth, seedFiles } from './service/seed';
import type { Stored } from './service/store';

export type { RecordedRequest } from './context';

/** A running stand-in. */
export interface Sandbox {
	url: string;
	credential: Credential;
	requests: RecordedRequest[];
	files: Stored[];
	workspaces: Workspace[];
	faults: Faults;
	/** Makes it what it was when it started, in a hundredth of the time that a start takes; what is under way is cut off. */
	reset(): void;
	close(): Promise<void>;
}

export interface SandboxOptions {
	port?: number;
	/** Milliseconds between two steps of recognition. */
	stepMs?: number;
	/** Milliseconds before each answer. */
	latencyMs?: number;
	/** The clock of the stand-in, also of its `Date` header. */
	now?: () => number;
	/** Another clock for the `Date` header alone: the one that answers need not be the one that dates the files. */
	date?: () => number;
	/** HTTP status of a refused credential; the `code` is 401 either way. */
	authStatus?: 200 | 401;
	/** Milliseconds that the timestamp of a signature may be off; the vendor names no limit. */
	maxSkewMs?: number;
	/** Order of the list of files. */
	order?: Order;
	/** The most files of one page; a private server may give less than the service does. */
	maxPage?: number;
	/**
	 * For tests: the `sha256` and `byte_size` of a file come as fields of it, and a file whose text can't be read, or of a
	 * category that the workspace does not have, is taken all the same.
	 */
	probe?: boolean;
	/** How many finished files of the last month are there from the start. */
	seed?: number;
}

/** Routes whose workspace stands in the query; the others have it in the body, or none. */
const WORKSPACE_IN_QUERY =
	/\/(file\/upload|file\/upload\/sync|file\/fetch|workspace\/get|category\/list)$/;

/** A JSON body. @throws an error that is answered as any other bad request. */
async function parseBody(_request: FastifyRequest, body: string | Buffer): Promise<unknown> {
	try {
		return parseJson(String(body));
	} catch {
		throw Object.assign(new Error('the body is not valid JSON'), { statusCode: 400 });
	}
}

/**
 * Starts the stand-in for the DocFlow service on loopback. It is for the demo, tests and benchmarks, and
 * reads only text layers: it is not the real service.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const {
		port = 0,
		stepMs = 300,
		latencyMs = 0,
		authStatus = 200,
		maxSkewMs = 300_000,
		order = 'uploaded',
		maxPage = 1000,
		probe = false,
		seed = 0,
	} = options;
	const credential = {
		appId: 'sandbox-app',
		secretCode: 'sandbox-secret',
		workspaceId: '1955840540571376304',
	};
	const calls = new WeakMap<FastifyRequest, Call>();
	let skewMs = 0;
	const now = () => (options.now ?? Date.now)() + skewMs;
	const { date = now } = options;
	const files = await seedFiles(seed, { workspace: credential.workspaceId, ...lastMonth(now()) });
	const context: Context = {
		credential,
		stepMs,
		authStatus,
		maxSkewMs,
		order,
		maxPage,
		probe,
		now,
		workspaces: firstWorkspaces(credential.workspaceId, now()),
		files,
		reviews: new Map(),
		requests: [],
		faults: new Faults(),
		call: (request) => calls.get(request)!,
	};
	const { requests, faults, workspaces, reviews } = context;
	const first = { credential: { ...credential }, files: [...files] };
	const underWay = new Set<FastifyRequest>();
	const reset = () => {
		for (const { raw } of underWay) raw.destroy();
		Object.assign(credential, first.credential);
		skewMs = 0;
		faults.clear();
		reviews.clear();
		requests.length = 0;
		files.splice(0, files.length, ...first.files);
		workspaces.splice(0, workspaces.length, ...firstWorkspaces(credential.workspaceId, now()));
	};
	const app = Fastify({
		bodyLimit: 1024 ** 3,
		forceCloseConnections: true,
		// A body is taken or refused as it came: nothing is left out of it, and no number becomes a text.
		ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
	});
	app.removeContentTypeParser('application/json');
	app.addContentTypeParser('application/json', { parseAs: 'string' }, parseBody);
	await app.register(multipart, { limits: { fileSize: 1024 ** 3, files: 10_000 } });

	app.addHook('onRequest', async (request, reply) => {
		void reply.headers({ 'x-docflow-sandbox': 'stand-in', date: new Date(date()).toUTCString() });
		const path = request.url.split('?')[0];
		if (path.startsWith('/__sandbox')) return undefined;
		const query = { ...(request.query as Record<string, string>) };
		const seen: RecordedRequest = {
			method: request.method,
			path,
			query,
			headers: request.headers,
			parts: [],
		};
		requests.push(seen);
		underWay.add(request);
		reply.raw.once('close', () => {
			underWay.delete(request);
			seen.isDone = true;
			if (!reply.raw.writableFinished) seen.isBroken = true;
		});
		const call: Call = { seen, fault: faults.take(request.url) };
		calls.set(request, call);
		if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
		if (await answerFault(call.fault, reply)) return reply;
		if (request.is404) return undefined;
		const refused = refusesHeaders(seen, context);
		if (refused !== undefined)
			return await reply.code(authStatus).send(failure(CODE.unauthorized, refused));
		if (isSigned(seen)) call.body = watchBody(request);
		const isKnown = workspaces.some(({ workspace_id }) => workspace_id === query.workspace_id);
		if (!isKnown && WORKSPACE_IN_QUERY.test(path))
			return await reply.send(failure(CODE.noWorkspace, 'workspace does not exist'));
		return undefined;
	});
	// A multipart body is read by its route, which then asks for the signature itself.
	app.addHook('preHandler', async (request, reply) => {
		const call = calls.get(request);
		if (call !== undefined && request.body !== undefined) call.seen.json = request.body;
		const refused =
			call?.body && !request.isMultipart() && refusesSignature(call.seen, credential, call.body);
		return refused
			? await reply.code(authStatus).send(failure(CODE.unauthorized, refused))
			: undefined;
	});
	app.addHook('preSerialization', async (request, _reply, answer) =>
		calls.get(request)?.fault?.kind === 'json' ? answer : inLanguage(answer, request.headers.lang),
	);
	app.addHook('onSend', (request, reply, payload, done) => {
		const call = calls.get(request);
		if (call !== undefined) call.seen.isDone = true;
		spoil(call?.fault, reply, payload, (answer) => done(null, answer));
	});
	app.setNotFoundHandler((_request, reply) =>
		reply.code(404).send(failure(CODE.notFound, 'there is no such address')),
	);
	app.setErrorHandler<FastifyError | Refusal>((error, _request, reply) => {
		if (error instanceof Refusal) return reply.send(error.envelope);
		const { statusCode = 500, message } = error;
		return reply.code(statusCode < 500 ? 200 : statusCode).send(failure(statusCode, message));
	});

	addUpload(app, context);
	addFetch(app, context);
	addCatalog(app, context);
	addManage(app, context);
	addProcess(app, context);
	addReview(app, context);
	addControl(app, context, (ms) => (skewMs = ms));
	const url = await app.listen({ host: '127.0.0.1', port });
	return {
		url,
		credential,
		requests,
		files,
		workspaces,
		faults,
		reset,
		close: async () => await app.close(),
	};
}
