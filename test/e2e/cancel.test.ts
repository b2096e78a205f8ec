import { rmSync } from 'fs';
import { join } from 'path';

import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import { serviceOf } from '../../demo/service';
import { examples } from '../../demo/workflows';
import type { Fault } from '../../sandbox/faults';
import { HeldSandbox, pause } from './heldSandbox';

let docFlow: HeldSandbox;
let n8n: DemoN8n;

beforeAll(async () => {
	const home = join(demoFolder, '.n8n-home', 'cancel');
	rmSync(home, { recursive: true, force: true });
	docFlow = await HeldSandbox.start();
	n8n = await startDemoN8n(serviceOf(docFlow.sandbox), home);
}, 15 * 60_000);

afterAll(async () => {
	await n8n?.stop();
	await docFlow?.sandbox.close();
});

/** A fault that keeps the node busy, the requests made until then, and whether the last one is still open. */
test.each<[string, Fault, number, boolean]>([
	['in the middle of an upload', { kind: 'hold-during', path: '/file/upload' }, 1, true],
	['while an answer does not come', { kind: 'delay', ms: 600_000, path: '/file/fetch' }, 2, true],
	[
		'in a pause that DocFlow asked for',
		{ kind: 'status', status: 429, retryAfter: '2', path: '/file/upload', times: 9 },
		1,
		false,
	],
])('Stop in the editor ends the node %s', async (_name, fault, count, isOpen) => {
	const { requests, faults } = docFlow.sandbox;
	requests.length = 0;
	faults.clear();
	faults.add(fault);
	const [{ file, start }] = examples;
	const { executionId } = await n8n.rest.call<{ executionId: string }>(
		'POST',
		`/workflows/${n8n.workflows.get(file)}/run`,
		{ triggerToStartFrom: { name: start } },
	);
	while (requests.length < count) await pause(50);
	await n8n.rest.call('POST', `/executions/${executionId}/stop`);
	while (isOpen && requests[count - 1].isBroken !== true) await pause(50);
	// A node that had not ended would ask again in this time.
	await pause(3000);
	expect(requests.length).toBe(count);
	expect(
		(await n8n.rest.call<{ status: string }>('GET', `/executions/${executionId}`)).status,
	).toBe('canceled');
});
