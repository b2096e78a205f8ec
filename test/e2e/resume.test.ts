import { rmSync } from 'fs';
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

beforeAll(async () => {
	rmSync(home, { recursive: true, force: true });
	sandbox = await startSandbox();
	n8n = await startDemoN8n(serviceOf(sandbox), home);
}, 15 * 60_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
});
beforeEach(() => {
	sandbox.files.length = 0;
	sandbox.faults.clear();
});

/** A published workflow that uploads what is posted to it, in two requests. Returns its id. */
async function publish(name: string, settings: object = {}): Promise<string> {
	const credentialId = await n8n.rest.saveCredential('DocFlow', serviceOf(sandbox).credential);
	const webhook = {
		parameters: { httpMethod: 'POST', path: name, options: {} },
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: name,
	};
	const upload = {
		parameters: { resource: 'file', operation: 'upload', binaryPropertyName: '*' },
		type: 'n8n-nodes-docflow.docFlow',
		typeVersion: 1,
		credentials: { docFlowApi: { id: credentialId, name: 'DocFlow' } },
		...settings,
	};
	const nodes = [
		{ ...webhook, id: '1', name: 'Webhook', position: [0, 0] },
		{ ...upload, id: '2', name: 'DocFlow', position: [200, 0] },
	];
	const connections = { Webhook: { main: [[{ node: 'DocFlow', type: 'main', index: 0 }]] } };
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
const expectEachOnce = () => {
	expect([...stored()].sort()).toEqual([...names].sort());
	expect(new Set(sandbox.files.map(({ batch }) => batch)).size).toBe(1);
};

test('Retry On Fail sends what the first try did not get through', async () => {
	const id = await publish('retry-on-fail', { retryOnFail: true, waitBetweenTries: 100 });
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
	expect([failed.status, stored().length]).toEqual(['error', 20]);
	expect(await retry(failed.id)).toBe('success');
	expectEachOnce();
});

test('Retry of an execution under which n8n was killed sends what had not arrived', async () => {
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
});
