import { rmSync } from 'fs';
import { join } from 'path';

import { documents } from '../../demo/documents.data';
import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import { readRows, type SheetRow } from '../../demo/workbook';
import { type Service, serviceOf } from '../../demo/service';
import { examples, outputFolder, readExample } from '../../demo/workflows';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { said } from './said';

let sandbox: Sandbox;
let service: Service;
let n8n: DemoN8n;

beforeAll(async () => {
	const home = join(demoFolder, '.n8n-home', 'e2e');
	rmSync(home, { recursive: true, force: true });
	sandbox = await startSandbox();
	service = serviceOf(sandbox);
	n8n = await startDemoN8n(service, home);
}, 15 * 60_000);

afterAll(async () => {
	await n8n?.stop();
	await service?.close();
});

/** Runs an example and reads the spreadsheet it wrote. */
async function rowsOf({
	file,
	start,
	spreadsheet,
}: (typeof examples)[number]): Promise<SheetRow[]> {
	const path = join(outputFolder, spreadsheet);
	rmSync(path, { force: true });
	const execution = await n8n.rest.runWorkflow(n8n.workflows.get(file) ?? '', start);
	expect(execution.status).toBe('success');
	return await readRows(path);
}

test('invoices to spreadsheet: one row for each line item of each document, as printed', async () => {
	const rows = await rowsOf(examples[0]);
	const expected = documents.flatMap((document) =>
		document.rows.map((row, at) =>
			expect.objectContaining({
				file_name: document.file,
				category: document.category,
				status: 'success',
				row_index: String(at + 1),
				...said(document, row),
			}),
		),
	);
	expect(rows).toEqual(expected);
	expect(new Set(rows.map((row) => row.batch_number)).size).toBe(1);
});

test.each([
	['docFlow/1.0.0/file/fetch', 'file_key'],
	['docFlow/1.0.0/file/upload', 'file_id'],
	['docFlowTrigger/1.0.0', 'files'],
])("n8n's editor finds the columns of %s before the first run", async (path, column) => {
	const answer = await fetch(`${n8n.url}/schemas/n8n-nodes-docflow.${path}.json`);
	expect(await answer.json()).toHaveProperty(['properties', column]);
});

test('upload, then fetch: one row for each document, each from its own batch', async () => {
	const rows = await rowsOf(examples[1]);
	expect(rows).toEqual(
		documents.map((document) =>
			expect.objectContaining({ file_name: document.file, status: 'success', ...said(document) }),
		),
	);
	expect(new Set(rows.map((row) => row.batch_number)).size).toBe(documents.length);
});

test('signed: the same rows, and the secret never on the wire', async () => {
	const start = sandbox.requests.length;
	const credentialId = await n8n.rest.saveCredential('Signed', {
		...service.credential,
		authentication: 'signature',
	});
	const id = await n8n.rest.saveWorkflow({
		...readExample(examples[0].file, credentialId),
		name: 'Signed',
	});
	const path = join(outputFolder, examples[0].spreadsheet);
	rmSync(path, { force: true });
	expect((await n8n.rest.runWorkflow(id, examples[0].start)).status).toBe('success');
	expect(await readRows(path)).toHaveLength(documents.flatMap(({ rows }) => rows).length);
	const calls = sandbox.requests.slice(start);
	expect(calls.map(({ headers }) => headers['x-ti-signature'])).toEqual(
		calls.map(() => expect.stringMatching(/^[0-9a-f]{64}$/)),
	);
	expect(JSON.stringify(calls)).not.toContain(service.credential.secretCode);
});

test('a wrong binary field stops the workflow with the fields there are', async () => {
	const workflow = readExample(
		examples[0].file,
		await n8n.rest.saveCredential('DocFlow', service.credential),
	);
	const node = workflow.nodes.find(({ name }) => name === 'DocFlow');
	Object.assign(node?.parameters ?? {}, { binaryPropertyName: 'attachment_0' });
	const id = await n8n.rest.saveWorkflow({ ...workflow, name: 'Wrong Field' });
	const { status, data } = await n8n.rest.runWorkflow(id, 'Start');
	expect(status).toBe('error');
	expect(data).toContain('There is no binary field \\"attachment_0\\" in item 0');
	expect(data).toContain('The item has these binary fields: data.');
	expect(data).not.toContain(service.credential.secretCode);
});

test('an unreachable DocFlow is told with the way out, and without the secret', async () => {
	const credentialId = await n8n.rest.saveCredential('Unreachable', {
		...service.credential,
		baseUrl: 'http://127.0.0.1:9',
	});
	const id = await n8n.rest.saveWorkflow({
		...readExample(examples[0].file, credentialId),
		name: 'Unreachable',
	});
	const { status, data } = await n8n.rest.runWorkflow(id, 'Start');
	expect(status).toBe('error');
	expect(data).toContain('DocFlow cannot be reached');
	expect(data).toContain('Nothing answers at 127.0.0.1:9');
	expect(data).not.toContain(service.credential.secretCode);
});

describe('the Test button of the credential', () => {
	test.each([
		['accepts a good one', {}, 'OK', /successful/i],
		['accepts a good one that signs', { authentication: 'signature' }, 'OK', /successful/i],
		[
			'tells a wrong key that signs',
			{ authentication: 'signature', secretCode: 'wrong' },
			'Error',
			/did not accept the credential.*check App ID, Secret Code/,
		],
		[
			'tells a wrong key',
			{ secretCode: 'wrong' },
			'Error',
			/did not accept the credential.*check App ID, Secret Code/,
		],
		[
			'tells a wrong workspace',
			{ workspaceId: '1955840540571379999' },
			'Error',
			/does not show this workspace/,
		],
		[
			'tells a port where nothing listens',
			{ baseUrl: 'http://127.0.0.1:9' },
			'Error',
			/cannot be reached.*Nothing answers at 127\.0\.0\.1:9/,
		],
		[
			'tells a host that does not exist',
			{ baseUrl: 'http://docflow.invalid' },
			'Error',
			/cannot be reached.*(No host has the name|could not be looked up)/,
		],
		['tells what is no address', { baseUrl: 'docflow' }, 'Error', /is not a web address/],
		['tells https where there is none', { baseUrl: 'TLS' }, 'Error', /does not speak https/],
		['tells an address without DocFlow', { baseUrl: 'DEAD_END' }, 'Error', /no DocFlow API/],
		['takes the address of the API', { baseUrl: 'API' }, 'OK', /successful/i],
	])('%s', async (_what, change: Record<string, string>, status, message) => {
		const data = { ...service.credential, ...change };
		const address = service.credential.baseUrl;
		const places: Record<string, string> = {
			DEAD_END: `${address}/somewhere/`,
			API: `${address}/api/`,
			TLS: address.replace('http:', 'https:'),
		};
		data.baseUrl = places[data.baseUrl] ?? data.baseUrl;
		const answer = await n8n.rest.testCredential(data);
		expect(answer.status).toBe(status);
		expect(answer.message).toMatch(message);
		expect(answer.message).not.toContain(service.credential.secretCode);
	});
});

test.each(['docFlow', 'docFlowTrigger'])('n8n lists the node %s with its icons', async (node) => {
	const nodes = (await (
		await fetch(`${n8n.url}/types/nodes.json`, { headers: { cookie: n8n.rest.cookies } })
	).json()) as Array<{
		name: string;
		iconUrl?: { light: string; dark: string };
	}>;
	const icons = nodes.find(({ name }) => name === `n8n-nodes-docflow.${node}`)?.iconUrl;
	for (const icon of [icons?.light, icons?.dark]) {
		const answer = await fetch(`${n8n.url}/${icon}`);
		expect(answer.headers.get('content-type')).toContain('image/svg+xml');
	}
});
