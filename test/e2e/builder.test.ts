import { rmSync } from 'fs';
import { join } from 'path';

import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import type { Workflow } from '../../demo/host/rest';
import { serviceOf } from '../../demo/service';
import { readExample } from '../../demo/workflows';
import { type Sandbox, startSandbox } from '../../sandbox/server';

const home = join(demoFolder, '.n8n-home', 'e2e-builder');

let sandbox: Sandbox;
let n8n: DemoN8n;
let docFlow: string;

beforeAll(async () => {
	rmSync(home, { recursive: true, force: true });
	sandbox = await startSandbox();
	n8n = await startDemoN8n(serviceOf(sandbox), home);
	docFlow = await n8n.rest.saveCredential('DocFlow', serviceOf(sandbox).credential);
}, 15 * 60_000);
beforeEach(() => (sandbox.files.length = 0));
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
});

const start = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};

/** A workflow of nodes in a row, the last of them behind the error output of the one before the last. */
function withErrorOutput(nodes: Workflow['nodes']): Workflow {
	const link = (node: Workflow['nodes'][number]) => [{ node: node.name, type: 'main', index: 0 }];
	const [good, bad] = nodes.slice(-2);
	const connections = Object.fromEntries(
		nodes
			.slice(0, -2)
			.map(({ name }, at) => [
				name,
				{ main: at === nodes.length - 3 ? [link(good), link(bad)] : [link(nodes[at + 1])] },
			]),
	);
	return {
		name: 'Error Output',
		nodes: nodes.map((node, at) => ({ ...node, id: String(at), position: [at * 200, 0] })),
		connections,
		settings: { executionOrder: 'v1' },
	};
}

/** A node that passes on what it gets. */
const pass = (name: string) => ({
	name,
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
});

interface Ran {
	resultData: {
		runData: Record<
			string,
			Array<{ data: { main: Array<Array<{ json: Record<string, unknown> }>> } }>
		>;
	};
}

/** What a node of an execution put out; n8n packs executions by flatted. */
async function itemsOf(data: string, node: string): Promise<Array<Record<string, unknown>>> {
	const { parse } = await import('flatted');
	const { resultData } = parse(data) as Ran;
	return (resultData.runData[node]?.[0]?.data.main[0] ?? []).map(({ json }) => json);
}

test('Continue (using error output): the good file goes on, the bad one leaves by the second output with its facts', async () => {
	sandbox.faults.add({ path: '/file/upload', kind: 'leave-out', name: 'invoice-R-10482.pdf' });
	const [, read, upload] = readExample('invoices-to-spreadsheet.json', docFlow).nodes;
	const id = await n8n.rest.saveWorkflow(
		withErrorOutput([
			start,
			{
				...read,
				parameters: { fileSelector: join(demoFolder, 'documents/invoice-*'), options: {} },
			},
			{
				...upload,
				parameters: { ...upload.parameters, waitForResults: false, output: undefined },
				...{ onError: 'continueErrorOutput' },
			},
			pass('Good'),
			pass('Bad'),
		]),
	);
	const { status, data } = await n8n.rest.runWorkflow(id, 'Start');
	expect(status).toBe('success');
	expect(await itemsOf(data, 'Good')).toEqual([
		expect.objectContaining({ file_name: 'invoice-2026-0917.pdf', file_id: expect.any(String) }),
	]);
	const bad = await itemsOf(data, 'Bad');
	expect(bad.length).toBe(1);
	expect(bad[0]).toMatchObject({
		error: 'DocFlow did not take "invoice-R-10482.pdf" of item 1',
		details: {
			file_name: 'invoice-R-10482.pdf',
			batch_number: expect.stringMatching(/^\d{19}$/),
			retryable: false,
			description: expect.any(String),
		},
	});
});

test('n8n Data Table, by the example: rows that come again take their own line, a changed value with them', async () => {
	const example = readExample('results-to-data-table.json', docFlow);
	const { rest } = n8n;
	const columns = (example.nodes[1].parameters.options as { columns: string[] }).columns.map(
		(name) => ({ name, type: 'string' }),
	);
	const { id: project } = await rest.call<{ id: string }>('GET', '/projects/personal');
	const table = await rest.call<{ id: string }>('POST', `/projects/${project}/data-tables`, {
		name: 'DocFlow Rows',
		columns,
	});
	const rows = async () => {
		const path = `/projects/${project}/data-tables/${table.id}/rows?take=100`;
		const { data } = await rest.call<{ data: Array<Record<string, unknown>> }>('GET', path);
		return new Map(
			data.map(({ id: _id, createdAt: _made, updatedAt: _changed, ...row }) => [row.row_key, row]),
		);
	};
	const count = async () =>
		(
			await rest.call<{ count: number }>(
				'GET',
				`/projects/${project}/data-tables/${table.id}/rows?take=1`,
			)
		).count;

	const upload = n8n.workflows.get('invoices-to-spreadsheet.json') ?? '';
	expect((await rest.runWorkflow(upload, 'Start')).status).toBe('success');
	const id = await rest.saveWorkflow(example);
	const run = async () => expect((await rest.runWorkflow(id, 'Start')).status).toBe('success');
	await run();
	const first = await rows();
	expect(first.size).toBe(15);
	expect([...first.values()]).toContainEqual(
		expect.objectContaining({
			file_name: 'invoice-2026-0917.pdf',
			Invoice_Number: '2026-0917',
			Total_Due: '552.00',
			Line_Description: 'Sample notebook',
			Line_Amount: '0.00',
		}),
	);

	await run();
	expect(await rows()).toEqual(first);
	expect(await count()).toBe(15);

	const invoice = sandbox.files.find(({ name }) => name === 'invoice-2026-0917.pdf');
	const field = invoice?.content.fields.find(([name]) => name === 'Total Due');
	expect(field).toBeDefined();
	field?.splice(1, 1, '553.00');
	await run();
	const changed = new Map(
		[...first].map(([key, row]) => [
			key,
			row.file_name === 'invoice-2026-0917.pdf' ? { ...row, Total_Due: '553.00' } : row,
		]),
	);
	expect(await rows()).toEqual(changed);
	expect(await count()).toBe(15);
}, 120_000);

test('Custom API Call, run as it stands, says in words that the HTTP Request node is for it', async () => {
	const node = readExample('upload-then-fetch.json', docFlow).nodes[3];
	const parameters = { resource: 'file', operation: '__CUSTOM_API_CALL__' };
	const id = await n8n.rest.saveWorkflow({
		name: 'Custom API Call',
		nodes: [start, { ...node, parameters }].map((one, at) => ({
			...one,
			id: String(at),
			position: [at * 200, 0],
		})),
		connections: { Start: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	const { status, data } = await n8n.rest.runWorkflow(id, 'Start');
	expect(status).toBe('error');
	expect(data).toMatch(/HTTP Request node.*Predefined Credential Type/);
});
