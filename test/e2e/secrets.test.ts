import { rmSync } from 'fs';
import { join } from 'path';

import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import type { Execution, Workflow } from '../../demo/host/rest';
import { type Service, serviceOf } from '../../demo/service';
import { examples, readExample } from '../../demo/workflows';
import type { Fault } from '../../sandbox/faults';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { find, needlesOf } from '../secrets/needles';
import { type Recorder, startRecorder } from '../secrets/recorder';
import { findIn, remainsOf, resultsOf } from './remains';

const SECRET = 'e2e"Secret\\%41.*[$&]{{1}}-Zq7vKx';
const PASSWORD = 'e2e Pass+%42"word\\u0041&x=y#-Wm3rTj';
const home = join(demoFolder, '.n8n-home', 'e2e-secrets');
/** Gives the password, which stands nowhere as it is. */
const EXPRESSION = `={{ ${JSON.stringify([...PASSWORD].reverse().join('|'))}.split('|').reverse().join('') }}`;

let sandbox: Sandbox;
let service: Service;
let other: Recorder;
let n8n: DemoN8n;

beforeAll(async () => {
	rmSync(home, { recursive: true, force: true });
	sandbox = await startSandbox({ stepMs: 0.01 });
	sandbox.credential.secretCode = SECRET;
	service = serviceOf(sandbox);
	other = await startRecorder((_request, response) => response.end('{"code":200,"result":{}}'));
	n8n = await startDemoN8n(service, home, { N8N_LOG_LEVEL: 'debug' });
}, 15 * 60_000);

afterAll(async () => {
	await n8n?.stop();
	await service?.close();
	await other?.close();
});

/** Upload, then fetch, with a PDF password. */
async function workflow(password: string, onError?: string): Promise<string> {
	const credentialId = await n8n.rest.saveCredential('DocFlow', service.credential);
	const example: Workflow = readExample(examples[1].file, credentialId);
	const nodes = example.nodes.slice(0, 4).map((node) => ({ ...node, ...(onError && { onError }) }));
	const [, read, upload, fetch] = nodes;
	read.parameters.fileSelector = join(demoFolder, 'documents', 'invoice-R-*');
	Object.assign(upload.parameters, {
		options: { timeout: 1 },
		parserOptions: { pdfPwd: password },
	});
	Object.assign(fetch.parameters, { output: 'raw', options: { waitTimeout: 1 } });
	const connections = Object.fromEntries(
		Object.entries(example.connections).filter(([name]) =>
			nodes.slice(0, 3).some((node) => node.name === name),
		),
	);
	return await n8n.rest.saveWorkflow({ ...example, name: 'Secrets', nodes, connections });
}

async function runUnder(id: string, fault: Fault | undefined, start = 'Start'): Promise<Execution> {
	sandbox.faults.clear();
	if (fault !== undefined) sandbox.faults.add({ times: 100, ...fault });
	return await n8n.rest.runWorkflow(id, start);
}

/** The answer of a gateway that quotes what it was sent. */
function quoting(...secrets: string[]): Fault {
	const quoted = secrets.flatMap((one) => [one, encodeURIComponent(one)]).join(' and ');
	return { kind: 'json', body: { code: 400, msg: quoted, traceId: quoted } };
}

const FAULTS: Array<[name: string, fault: () => Fault | undefined]> = [
	['nothing wrong', () => undefined],
	['a wrong key', () => ({ kind: 'status', status: 401 })],
	[
		'a redirect to another host',
		() => ({
			kind: 'status',
			status: 307,
			headers: { location: `http://localhost:${other.port}/` },
		}),
	],
	[
		'a gateway that quotes what it was sent',
		() => ({ ...quoting(SECRET, PASSWORD), path: '/file/upload' }),
	],
	['answers that are not JSON', () => ({ kind: 'not-json', path: '/file/fetch' })],
	['a timeout', () => ({ kind: 'delay', ms: 30_000, path: '/file/upload', times: 1 })],
	['connections that break', () => ({ kind: 'drop-before', path: '/file/fetch' })],
	['HTTP 502', () => ({ kind: 'status', status: 502, path: '/file/fetch' })],
];

describe.each(FAULTS)('%s', (name, fault) => {
	const ends = ['nothing wrong', 'a timeout'].includes(name) ? 'success' : 'error';

	test('stops the workflow, and is saved without secrets', async () => {
		const { status, data } = await runUnder(await workflow(EXPRESSION), fault());
		expect(status).toBe(ends);
		expect(find(data, needlesOf(SECRET, PASSWORD, []))).toEqual([]);
	});

	// The others only take longer.
	if (FAULTS.findIndex(([one]) => one === name) < 6)
		test('is saved without secrets when the workflow goes on', async () => {
			const { status, data } = await runUnder(
				await workflow(EXPRESSION, 'continueRegularOutput'),
				fault(),
			);
			expect(status).toBe('success');
			expect(find(data, needlesOf(SECRET, PASSWORD, []))).toEqual([]);
		});
});

test('a trigger that fails, in a test and at its activation, tells of it without secrets', async () => {
	const [, , { file, start }] = examples;
	const id = await n8n.rest.saveWorkflow({
		...readExample(file, await n8n.rest.saveCredential('DocFlow', service.credential)),
		name: 'Secrets Trigger',
	});
	for (const fault of [quoting(SECRET), ...FAULTS.slice(1, 3).map(([, one]) => one())]) {
		const { status, data } = await runUnder(id, fault, start);
		expect(status).toBe('error');
		expect(find(data, needlesOf(SECRET, PASSWORD, []))).toEqual([]);
	}
	sandbox.faults.clear();
	sandbox.faults.add({ ...quoting(SECRET), times: 100 });
	const failed = await n8n.rest.publish(id).then(
		() => '',
		(error: Error) => error.message,
	);
	await n8n.rest.unpublish(id);
	expect(failed).toContain('DocFlow');
	expect(find(failed, needlesOf(SECRET, PASSWORD, []))).toEqual([]);
}, 60_000);

test.each<[string, Fault | undefined, string | undefined, RegExp]>([
	['a redirect to another host', { kind: 'status', status: 307 }, undefined, /./],
	['a wrong key', { kind: 'status', status: 401 }, undefined, /did not accept the credential/],
	['a host that is not there', undefined, 'http://127.0.0.1:9', /ECONNREFUSED/],
	[
		'a Base URL with a user',
		undefined,
		'http://docflow.textin.com@OTHER',
		/must hold only a host and a path/,
	],
	[
		'a Base URL with a backslash',
		undefined,
		'http://OTHER\\@docflow.textin.com',
		/must hold only a host and a path/,
	],
])("the credential's test: %s", async (_what, fault, baseUrl, message) => {
	sandbox.faults.clear();
	if (fault !== undefined)
		sandbox.faults.add({
			...fault,
			times: 100,
			headers: { location: `http://localhost:${other.port}/` },
		});
	const own: Record<string, string> =
		baseUrl === undefined ? {} : { baseUrl: baseUrl.replace('OTHER', `127.0.0.1:${other.port}`) };
	const answer = await n8n.rest.testCredential({ ...service.credential, ...own });
	expect(answer).toMatchObject({ status: 'Error', message: expect.stringMatching(message) });
	expect(find(answer.message, needlesOf(SECRET, PASSWORD, []))).toEqual([]);
});

test('nothing went to the other host', () =>
	expect([other.connections(), other.seen]).toEqual([0, []]));

test("n8n's database, event log and output hold no secret; what is known to be there is found", () => {
	const remains = remainsOf(home);
	const known = findIn(remains, [
		{ name: 'file', value: 'invoice-R-10482.pdf' },
		{ name: 'error', value: 'did not accept the credential' },
		{ name: 'log', value: 'finished with error' },
	]);
	expect(known).toEqual(
		expect.arrayContaining([
			expect.stringMatching(/database.*file: plain/),
			expect.stringMatching(/database.*error: plain/),
			expect.stringMatching(/n8n\.log: log: plain/),
		]),
	);
	expect(remains.map(({ path }) => path)).toEqual(
		expect.arrayContaining([
			expect.stringMatching(/database\.sqlite$/),
			expect.stringMatching(/n8nEventLog/),
		]),
	);
	expect(findIn(remains, needlesOf(SECRET, PASSWORD, []))).toEqual([]);
});

test("a password typed into a node stands in the workflow, which is the user's, and in no result or error", async () => {
	for (const [, fault] of FAULTS.slice(0, 4)) {
		const { data } = await runUnder(await workflow(PASSWORD), fault());
		expect(
			find(data, needlesOf(SECRET, PASSWORD, [])).some((found) => found.startsWith('secret')),
		).toBe(false);
		expect(find(resultsOf(data), needlesOf(SECRET, PASSWORD, []))).toEqual([]);
	}
});
