import { rmSync } from 'fs';
import { createServer } from 'http';
import type { AddressInfo } from 'net';
import { join } from 'path';

import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import { serviceOf } from '../../demo/service';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { pause } from './heldSandbox';

const home = join(demoFolder, '.n8n-home', 'e2e-resume');
const path = '/file/upload';
const names = Array.from({ length: 25 }, (_, at) => `invoice-${at}.txt`);

let sandbox: Sandbox;
let n8n: DemoN8n;
/** What the rows go to behind DocFlow: a service that may be out of order, or hold its answer back. */
const sheet = { isBroken: false, isHeld: false, calls: 0, url: '' };
const sheetServer = createServer((request, answer) => {
	sheet.calls++;
	request.resume();
	if (!sheet.isHeld) answer.writeHead(sheet.isBroken ? 500 : 200).end('{}');
});

beforeAll(async () => {
	rmSync(home, { recursive: true, force: true });
	sandbox = await startSandbox();
	await new Promise<void>((resolve) => sheetServer.listen(0, '127.0.0.1', resolve));
	sheet.url = `http://127.0.0.1:${(sheetServer.address() as AddressInfo).port}/`;
	n8n = await startDemoN8n(serviceOf(sandbox), home);
}, 15 * 60_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
	sheetServer.closeAllConnections();
	sheetServer.close();
});
beforeEach(() => {
	sheet.isBroken = false;
	sheet.isHeld = false;
	sandbox.files.length = 0;
	sandbox.faults.clear();
});

/** A node of a workflow, before it has an id and a place. */
interface Draft {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
}

/** What is behind DocFlow in a workflow, or around it: other nodes, and what is connected with what (output 0 unless told). */
interface Around {
	nodes?: Draft[];
	links?: Array<[from: string, to: string, output?: number]>;
	settings?: object;
	parameters?: object;
}

/** A published workflow that uploads what is posted to it, in two requests. Returns its id. */
async function publish(
	name: string,
	{
		nodes: more = [],
		links = [['Webhook', 'DocFlow']],
		settings = {},
		parameters = {},
	}: Around = {},
): Promise<string> {
	const credentialId = await n8n.rest.saveCredential('DocFlow', serviceOf(sandbox).credential);
	const webhook = {
		name: 'Webhook',
		parameters: { httpMethod: 'POST', path: name, options: {} },
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: name,
	};
	const upload = {
		name: 'DocFlow',
		parameters: { resource: 'file', operation: 'upload', binaryPropertyName: '*', ...parameters },
		type: 'n8n-nodes-docflow.docFlow',
		typeVersion: 1,
		credentials: { docFlowApi: { id: credentialId, name: 'DocFlow' } },
		...settings,
	};
	const nodes = [webhook, upload, ...more].map((node, at) => ({
		...node,
		id: String(at),
		position: [200 * at, 0],
	}));
	const connections: Record<string, { main: object[][] }> = {};
	for (const [from, to, output = 0] of links) {
		const { main } = (connections[from] ??= { main: [] });
		while (main.length <= output) main.push([]);
		main[output].push({ node: to, type: 'main', index: 0 });
	}
	const id = await n8n.rest.saveWorkflow({ name, nodes, connections });
	await n8n.rest.publish(id);
	return id;
}

async function post(name: string): Promise<void> {
	const form = new FormData();
	for (const [at, file] of names.entries())
		form.append(`file_${at}`, new File([`Invoice Number: ${file}`], file, { type: 'text/plain' }));
	expect((await fetch(`${n8n.url}/webhook/${name}`, { method: 'POST', body: form })).status).toBe(
		200,
	);
}

/** The status of the newest execution once it has ended. */
async function ended(id: string): Promise<{ id: string; status: string }> {
	for (;;) {
		const [newest] = await n8n.rest.executions(id);
		if (newest !== undefined && !['new', 'running'].includes(newest.status)) return newest;
		await pause(200);
	}
}

/** What somebody's press of Retry comes to. */
async function retry(executionId: string): Promise<string> {
	return (
		await n8n.rest.call<{ status: string }>('POST', `/executions/${executionId}/retry`, {
			loadWorkflow: false,
		})
	).status;
}

const stored = () => sandbox.files.map(({ name }) => name);
/** One of the two requests has got through, whichever came first: they are under way side by side. */
const expectInPart = () => expect([5, 20]).toContain(stored().length);
const expectEachOnce = () => {
	expect([...stored()].sort()).toEqual([...names].sort());
	expect(new Set(sandbox.files.map(({ batch }) => batch)).size).toBe(1);
};

test('Retry On Fail sends what the first try did not get through', async () => {
	const id = await publish('retry-on-fail', {
		settings: { retryOnFail: true, waitBetweenTries: 100 },
	});
	sandbox.faults.add({ path, kind: 'quota', skip: 1 });
	await post('retry-on-fail');
	expect((await ended(id)).status).toBe('success');
	expectEachOnce();
});

test('Retry of a failed execution sends what it did not get through', async () => {
	const id = await publish('retry-failed');
	sandbox.faults.add({ path, kind: 'quota', skip: 1 });
	await post('retry-failed');
	const failed = await ended(id);
	expect(failed.status).toBe('error');
	expectInPart();
	expect(await retry(failed.id)).toBe('success');
	expectEachOnce();
});

test('Retry pressed again on the original sends only what the first Retry did not get through', async () => {
	const id = await publish('retry-again');
	sandbox.faults.add({ path, kind: 'quota', times: 2 });
	await post('retry-again');
	const failed = await ended(id);
	expect([failed.status, stored().length]).toEqual(['error', 0]);
	sandbox.faults.clear();
	sandbox.faults.add({ path, kind: 'quota', skip: 1 });
	expect(await retry(failed.id)).toBe('error');
	expectInPart();
	sandbox.faults.clear();
	expect(await retry(failed.id)).toBe('success');
	expectEachOnce();
});

const toSheet = (): Draft => ({
	name: 'Sheet',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: { method: 'POST', url: sheet.url, options: {} },
});

test('in a loop into one batch number, Retry after the sheet has failed uploads each mail once', async () => {
	const list = [1, 2, 3].map((mail) => ({ name: 'scan.txt', text: `Invoice Number: ${mail}` }));
	const id = await publish('retry-loop', {
		parameters: { batchMode: 'batchNumber', batchNumber: '202609' },
		nodes: [
			{
				name: 'Mails',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'body.list', options: {} },
			},
			{
				name: 'Files',
				type: 'n8n-nodes-base.convertToFile',
				typeVersion: 1.1,
				parameters: {
					operation: 'toText',
					sourceProperty: 'text',
					options: { fileName: '={{ $json.name }}' },
				},
			},
			{ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', typeVersion: 3, parameters: {} },
			toSheet(),
		],
		links: [
			['Webhook', 'Mails'],
			['Mails', 'Files'],
			['Files', 'Loop'],
			['Loop', 'DocFlow', 1],
			['DocFlow', 'Sheet'],
			['Sheet', 'Loop'],
		],
	});
	sheet.isBroken = true;
	const body = JSON.stringify({ list });
	const headers = { 'content-type': 'application/json' };
	await fetch(`${n8n.url}/webhook/retry-loop`, { method: 'POST', headers, body });
	const failed = await ended(id);
	expect([failed.status, stored().length]).toEqual(['error', 1]);
	sheet.isBroken = false;
	expect(await retry(failed.id)).toBe('success');
	const numbers = sandbox.files.map(({ content }) => content.fields[0][1]).sort();
	expect([numbers, stored()]).toEqual([['1', '2', '3'], Array(3).fill('scan.txt')]);
});

/** n8n starts again, and the Retry waits half a minute for what may still come in. */
const RESTART_TIMEOUT_MS = 180_000;

test(
	'Retry of an execution under which n8n was killed in a later node sends nothing again',
	async () => {
		const id = await publish('retry-later', {
			nodes: [toSheet()],
			links: [
				['Webhook', 'DocFlow'],
				['DocFlow', 'Sheet'],
			],
		});
		sheet.isHeld = true;
		sheet.calls = 0;
		await post('retry-later');
		while (sheet.calls === 0) await pause(50);
		await n8n.kill();
		sheet.isHeld = false;
		n8n = await startDemoN8n(serviceOf(sandbox), home);
		expect(await retry((await ended(id)).id)).toBe('success');
		expectEachOnce();
	},
	RESTART_TIMEOUT_MS,
);

test(
	'Retry of an execution under which n8n was killed sends what had not arrived',
	async () => {
		const id = await publish('retry-killed');
		sandbox.faults.add({ path, kind: 'delay', ms: 600_000, times: 2 });
		await post('retry-killed');
		while (stored().length < 20) await pause(50);
		await n8n.kill();
		sandbox.files.splice(0, 5);
		sandbox.faults.clear();
		n8n = await startDemoN8n(serviceOf(sandbox), home);
		const killed = await ended(id);
		expect(killed.status).toBe('crashed');
		const before = sandbox.requests.length;
		expect(await retry(killed.id)).toBe('success');
		expect(
			sandbox.requests.slice(before).filter((request) => request.method === 'POST').length,
		).toBeGreaterThan(0);
		expectEachOnce();
	},
	RESTART_TIMEOUT_MS,
);
