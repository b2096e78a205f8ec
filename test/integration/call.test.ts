import fc from 'fast-check';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { DocFlowError, inputError } from '../../nodes/DocFlow/transport/errors';
import { MultipartBody } from '../../nodes/DocFlow/transport/multipart';
import {
	docFlowDownload,
	docFlowRequest,
	type DocFlowRequest,
} from '../../nodes/DocFlow/transport/request';
import { markSecrets } from '../../nodes/DocFlow/transport/secrets';
import { waitUntil } from '../../nodes/DocFlow/transport/waitUntil';
import { everythingOf } from '../secrets/everything';
import { type AnswerServer, startAnswers } from '../support/answers';
import { skipPauses } from '../support/clock';
import { context, loadOptionsContext, nodeType, type RunOptions } from '../support/n8n';
import { runs } from '../support/nightly';

let server: AnswerServer;
let answer: (request: FastifyRequest, reply: FastifyReply) => unknown;
let credential: IDataObject;

beforeAll(async () => {
	server = await startAnswers((request, reply) => answer(request, reply));
	credential = { baseUrl: server.url, appId: 'app', secretCode: 'a secret', workspaceId: '12' };
});
beforeEach(() => (server.requests.length = 0));
afterEach(() => jest.restoreAllMocks());
afterAll(async () => await server.close());

const drop = ({ raw }: FastifyRequest, reply: FastifyReply) => {
	raw.socket.destroy();
	return reply.hijack();
};
const inNode = (more: Partial<RunOptions> = {}) =>
	context({ parameters: { resource: 'file', operation: 'fetch' }, credential, ...more });
const ask: DocFlowRequest = { method: 'GET', path: '/x/list', repeat: 'safe' };

/** The error that a promise ends with. */
const errorOf = async (promise: Promise<unknown>): Promise<DocFlowError> =>
	await promise.then(
		() => {
			throw new Error('It did not fail');
		},
		(error: unknown) => {
			if (error instanceof DocFlowError) return error;
			throw error;
		},
	);

describe('what a call may be repeated for', () => {
	test.each([
		['GET', 'safe', 4],
		['POST', 'safe', 4],
		['GET', 'once', 1],
		['POST', 'once', 1],
	] as const)(
		'a %s that is %s is made %i times when no answer comes',
		async (method, repeat, times) => {
			skipPauses();
			answer = drop;
			const body = method === 'POST' ? { task_id: '1' } : undefined;
			const error = await errorOf(docFlowRequest(inNode(), { ...ask, method, repeat, body }));
			expect(server.requests.length).toBe(times);
			expect(/may have done it all the same/.test(error.description ?? '')).toBe(repeat === 'once');
		},
	);

	test('what DocFlow refused was not done', async () => {
		answer = () => ({ code: 400, msg: 'no such task' });
		const error = await errorOf(
			docFlowRequest(inNode(), { ...ask, method: 'POST', repeat: 'once' }),
		);
		expect(error.description).not.toContain('may have done it');
	});

	test.each(['safe', 'once'] as const)(
		'after "too many requests" a call that is %s: a gateway may say so when all is done',
		async (repeat) => {
			skipPauses();
			answer = (_request, reply) =>
				server.requests.length === 1 ? reply.code(429).send() : { code: 200, result: { ok: 1 } };
			const call = docFlowRequest(inNode(), { ...ask, method: 'POST', repeat });
			if (repeat === 'safe') expect((await call).result).toEqual({ ok: 1 });
			else expect((await errorOf(call)).message).toBe('DocFlow is receiving too many requests');
			expect(server.requests.length).toBe(repeat === 'safe' ? 2 : 1);
		},
	);
});

describe('results', () => {
	test.each([
		['an object', { a: 1 }, { result: { a: 1 }, list: [] }],
		['a list', [{ id: '1' }, 2], { result: {}, list: [{ id: '1' }, 2] }],
		['null', null, { result: {}, list: [] }],
		['nothing', undefined, { result: {}, list: [] }],
	])('%s', async (_what, result, expected) => {
		answer = () => ({ code: 200, msg: 'success', result });
		expect(await docFlowRequest(inNode(), ask)).toMatchObject(expected);
	});

	test('any file comes with its bytes as they are', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
				answer = (_request, reply) => reply.type('application/zip').send(Buffer.from(bytes));
				const file = await docFlowDownload(inNode(), ask);
				expect(file).toEqual({ bytes: Buffer.from(bytes), mimeType: 'application/zip' });
			}),
			{ numRuns: runs(30) },
		);
	});

	test.each<[string, number, string, string, RegExp]>([
		[
			'an envelope',
			200,
			'application/json',
			'{"code":400,"msg":"no samples"}',
			/refused.*no samples/,
		],
		['an envelope called a ZIP', 200, 'application/zip', '{"code":1005025075}', /out of quota/],
		['an envelope in HTTP 401', 401, 'application/json', '{"code":401}', /did not accept the cred/],
		['a success that holds no file', 200, 'application/json', '{"code":200}', /gave no file/],
		['a web page', 200, 'text/html; charset=utf-8', '<html>', /not one of DocFlow/],
		['a web page in HTTP 404', 404, 'text/html', '<html>', /no DocFlow API/],
	])('%s in place of a file is an error', async (_what, status, type, body, message) => {
		answer = (_request, reply) => reply.code(status).type(type).send(Buffer.from(body));
		expect((await errorOf(docFlowDownload(inNode(), ask))).message).toMatch(message);
	});
});

test('a body carries text and files under the names of the API', async () => {
	answer = () => ({ code: 200, result: { category_id: '7' } });
	const file = (name: string, bytes: Buffer) => ({
		name: 'sample_files',
		file: { name, mimeType: 'application/pdf', bytes: bytes.length, open: async () => bytes },
	});
	const fields = JSON.stringify([{ name: 'Größe "金额"\r\n--' }]);
	const body = new MultipartBody([
		{ name: 'name', text: '增值税发票' },
		{ name: 'fields', text: fields },
		{ name: 'description', text: '' },
		file('a.pdf', Buffer.from([0, 13, 10, 255])),
		file('发票.pdf', Buffer.alloc(70_000, 7)),
	]);
	await docFlowRequest(inNode(), {
		method: 'POST',
		path: '/category/create',
		repeat: 'once',
		body,
	});
	const [{ body: parts, headers }] = server.requests;
	expect(parts).toEqual([
		{ name: 'name', text: '增值税发票' },
		{ name: 'fields', text: fields },
		{ name: 'description', text: '' },
		{
			name: 'sample_files',
			file: { name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from([0, 13, 10, 255]) },
		},
		{
			name: 'sample_files',
			file: { name: '发票.pdf', type: 'application/pdf', bytes: Buffer.alloc(70_000, 7) },
		},
	]);
	expect(headers['content-length']).toBe(String(body.size));
});

test('a dropdown asks DocFlow as an operation does', async () => {
	answer = () => ({ code: 200, result: { total: 1, categories: [{ name: 'invoice' }] } });
	const dropdown = loadOptionsContext({ parameters: {}, credential });
	const { result } = await docFlowRequest(dropdown, { ...ask, path: '/category/list' });
	expect(result.categories).toEqual([{ name: 'invoice' }]);
	expect(server.requests[0].headers['x-ti-secret-code']).toBe('a secret');
	answer = () => ({ code: 1005025012, msg: 'no a secret here' });
	const error = await errorOf(docFlowRequest(dropdown, ask));
	expect(error.message).toBe('DocFlow refused the request: no *** here');
});

describe('a secret field', () => {
	const [SECRET, INNER] = ['Päß "w0rd" 密码', 'b-side/secret+1'];
	const field = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
		displayName: name,
		name,
		type: 'string',
		default: '',
		...more,
	});
	const secret = field('shared', { typeOptions: { password: true } });
	const nested = [
		field('deep', {
			type: 'fixedCollection',
			default: {},
			typeOptions: { multipleValues: true },
			options: [{ displayName: 'Files', name: 'files', values: [secret, field('plain')] }],
		}),
		field('inner', { typeOptions: { password: true } }),
	];
	const description = {
		...nodeType.description,
		properties: [
			secret,
			field('plain'),
			field('options', { type: 'collection', default: {}, options: nested }),
		],
	};
	const deep = (text: string) => ({ options: { deep: { files: [{ shared: text, plain: 'p' }] } } });
	beforeAll(() => void markSecrets(description.properties));

	test.each<[string, RunOptions['parameters']]>([
		['at the top', { shared: SECRET }],
		['at the top by expression', { shared: '={{ $json.first + $json.rest }}' }],
		['in a collection', { options: { inner: SECRET } }],
		['in a collection of a collection', deep(SECRET)],
		['there by expression', deep('={{ $json.first + $json.rest }}')],
		['with blanks around it', { shared: `  ${SECRET}\n` }],
		['twice', { shared: INNER, ...deep(SECRET) }],
	])('%s stays out of every error', async (_where, parameters) => {
		const items = [{ json: {} }, { json: { first: SECRET.slice(0, 5), rest: SECRET.slice(5) } }];
		const there = inNode({ parameters, items, type: { description } });
		// A gateway that quotes what it was sent.
		answer = () => ({
			code: 400,
			msg: `bad: ${JSON.stringify({ SECRET, INNER })} ${SECRET}`,
			traceId: SECRET,
		});
		const call: DocFlowRequest = {
			method: 'POST',
			path: '/file/retry',
			repeat: 'once',
			query: { a: SECRET },
			body: { parser_params: { pdf_pwd: SECRET } },
			itemIndex: 1,
		};
		const failed = await errorOf(docFlowRequest(there, call));
		const refused = inputError(there, 1, `Password is wrong: ${SECRET}`, `Not ${SECRET}`);
		const seen = everythingOf([failed, refused]);
		expect(failed.message).toContain('***');
		for (const text of [SECRET, JSON.stringify(SECRET).slice(1, -1)])
			expect(seen).not.toContain(text);
		if ('shared' in parameters && parameters.shared === INNER) expect(seen).not.toContain(INNER);
		expect(server.requests[0].body).toEqual(call.body);
	});

	test('leaves the rest of the node readable', async () => {
		const parameters = { plain: 'kept', ...deep(SECRET) };
		const there = inNode({ parameters, type: { description } });
		expect(inputError(there, 0, 'a', 'b').node.parameters).toEqual({
			shared: '',
			plain: 'kept',
			options: { deep: { files: [{ shared: '***', plain: 'p' }] } },
		});
	});
});

describe('waiting', () => {
	const wait = { subject: 'translation 7', timeout: 60, later: 'Get it later.', itemIndex: 0 };
	const states = (...list: Array<string | (() => Promise<never>)>) => {
		let at = 0;
		return async () => {
			const next = list[Math.min(at++, list.length - 1)];
			return typeof next === 'string' ? next : await next();
		};
	};
	const isDone = (state: string) => state === 'done';

	test('ends with the state that is the end', async () => {
		skipPauses();
		const read = states('new', 'running', 'done');
		expect(await waitUntil(inNode(), { ...wait, read, isDone })).toEqual({
			isDone: true,
			state: 'done',
		});
	});

	test('goes through answers that are lost', async () => {
		skipPauses();
		answer = drop;
		const lost = async () =>
			await docFlowRequest(inNode(), ask).then(() => Promise.reject(Error()));
		const read = states(lost, 'running', lost, 'done');
		expect(await waitUntil(inNode(), { ...wait, read, isDone })).toEqual({
			isDone: true,
			state: 'done',
		});
	});

	test('returns how it stood last when the time is over, and why the last question failed', async () => {
		skipPauses();
		answer = drop;
		const lost = async () =>
			await docFlowRequest(inNode(), ask).then(() => Promise.reject(Error()));
		const end = await waitUntil(inNode(), { ...wait, read: states('running', lost), isDone });
		expect(end).toMatchObject({
			isDone: false,
			state: 'running',
			message: expect.stringMatching(/^DocFlow is not finished with translation 7 after 6\d s$/),
			failure: expect.any(DocFlowError),
		});
	});

	test.each([404, 403, 302, 200])(
		'goes through the page of a gateway, HTTP %i, once DocFlow has answered; not before',
		async (status) => {
			skipPauses();
			answer = (_request, reply) => reply.code(status).type('text/html').send('<html>');
			const page = async () =>
				await docFlowRequest(inNode(), ask).then(() => Promise.reject(Error()));
			const read = states('running', page, 'done');
			expect(await waitUntil(inNode(), { ...wait, read, isDone })).toMatchObject({ isDone: true });
			if (status === 200) return;
			await errorOf(waitUntil(inNode(), { ...wait, read: states(page), isDone }));
		},
	);

	test('waits as long as a Retry-After asks', async () => {
		const clock = skipPauses();
		answer = (_request, reply) => reply.code(429).header('retry-after', '300').send('busy');
		const busy = async () =>
			await docFlowRequest(inNode(), ask).then(() => Promise.reject(Error()));
		const read = states(busy, 'done');
		await waitUntil(inNode(), { ...wait, timeout: 600, read, isDone });
		expect([clock.slept(), server.requests.length]).toEqual([300_000, 1]);
	});

	test('does not go on after a refusal', async () => {
		answer = () => ({ code: 401, msg: 'no' });
		const refused = async () =>
			await docFlowRequest(inNode(), ask).then(() => Promise.reject(Error()));
		await errorOf(waitUntil(inNode(), { ...wait, read: states(refused), isDone }));
		expect(server.requests.length).toBe(1);
	});

	test('is over when the execution is cancelled', async () => {
		const cancel = new AbortController();
		const read = async () => {
			cancel.abort();
			return await Promise.resolve('running');
		};
		const there = inNode({ signal: cancel.signal });
		const error = await errorOf(waitUntil(there, { ...wait, read, isDone }));
		expect(error).toMatchObject({
			message: 'Waiting for translation 7 was cancelled',
			description: 'Get it later.',
		});
	});
});
