import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import { serviceOf } from '../../demo/service';
import { outputFolder, readExample } from '../../demo/workflows';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { ABOUT_FILE } from '../../demo/print';
import { addRepository } from '../support/review';
import { pause } from './heldSandbox';
import { startMailbox } from './mailbox';
import { expected, mails } from './mails';
import { columnOf, onThisMachine } from './standIns';

const home = join(demoFolder, '.n8n-home', 'e2e-examples');
const folder = join(outputFolder, 'e2e-examples');

let sandbox: Sandbox;
let n8n: DemoN8n;
let docFlow: string;
let project: string;

beforeAll(async () => {
	for (const old of [home, folder]) rmSync(old, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	sandbox = await startSandbox({ stepMs: 1 });
	// Left out by n8n unless it is told otherwise: the trigger that watches a folder of this machine.
	n8n = await startDemoN8n(serviceOf(sandbox), home, { NODES_EXCLUDE: '[]' });
	docFlow = await n8n.rest.saveCredential('DocFlow', serviceOf(sandbox).credential);
	({ id: project } = await n8n.rest.call<{ id: string }>('GET', '/projects/personal'));
}, 15 * 60_000);
beforeEach(() => (sandbox.files.length = 0));
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
});

/** A new table in the place of a sheet. Returns what reads its rows. */
async function addTable(name: string, columns: string[]) {
	const path = `/projects/${project}/data-tables`;
	const body = { name, columns: columns.map((one) => ({ name: columnOf(one), type: 'string' })) };
	const { id } = await n8n.rest.call<{ id: string }>('POST', path, body);
	return async () => {
		const url = `${path}/${id}/rows?take=100`;
		const { data } = await n8n.rest.call<{ data: Array<Record<string, string>> }>('GET', url);
		return data.map(({ id: _id, createdAt: _made, updatedAt: _changed, ...row }) => row);
	};
}

/** Waits until the executions of a workflow have ended, all of them well, and so many files are there. */
async function executed(id: string, files: number): Promise<void> {
	for (;;) {
		const areThere = sandbox.files.length >= files;
		const states = (await n8n.rest.executions(id)).map(({ status }) => status);
		expect(states.filter((one) => !['new', 'running', 'success'].includes(one))).toEqual([]);
		if (areThere && states.every((one) => one === 'success')) return;
		await pause(200);
	}
}

test('Mail to sheet: PDF and pictures from 20 KB on end as rows with their sender, and no other', async () => {
	const mailbox = await startMailbox();
	const example = readExample('mail-to-sheet.json', docFlow);
	const [trigger, upload] = example.nodes;
	const imap = await n8n.rest.saveCredential('Mailbox', mailbox.credential, 'imap');
	trigger.credentials = { imap: { id: imap, name: 'Mailbox' } };
	const picked = (upload.parameters.options as { columns: string[] }).columns;
	const columns = [...picked, 'sender'];
	const rows = await addTable('Mails', columns);
	const local = { folder, table: 'Mails', columns };
	const id = await n8n.rest.saveWorkflow(onThisMachine(example, local));
	// A wanted one comes last, so that all others have been seen by then.
	const [last, ...first] = await mails();
	const list = [...first, last];
	const wish = expected(list, 'resolved').filter(
		({ name, bytes }) => name.endsWith('.pdf') && bytes >= 20 * 1024,
	);
	expect(wish.length).toBeGreaterThan(2);
	await n8n.rest.publish(id);
	for (const { mail } of list) await mailbox.deliver(mail);
	await executed(id, wish.length).finally(async () => {
		await n8n.rest.unpublish(id);
		await mailbox.stop();
	});
	const sorted = (cells: string[][]) => cells.map((one) => JSON.stringify(one)).sort();
	const said = picked.filter((name) => !ABOUT_FILE.has(name));
	expect(sandbox.files.map(({ name }) => name).sort()).toEqual(wish.map(({ name }) => name).sort());
	expect(
		sorted(
			(await rows()).map((row) =>
				['sender', 'file_name', ...said].map((name) => row[columnOf(name)] ?? ''),
			),
		),
	).toEqual(
		sorted(
			wish.flatMap(({ sender, name, rows: own }) =>
				own.map((row) => [sender, name, ...said.map((column) => row[column] ?? '')]),
			),
		),
	);
}, 180_000);

test('Watched folder with review: each new file ends as a row for each rule', async () => {
	const columns = ['row_key', 'file_name', 'rule_name', 'result', 'reasoning'];
	const rows = await addTable('Reviews', columns);
	const { repo_id } = await addRepository(
		serviceOf(sandbox).credential,
		'Total Due must be below 100',
		'Invoice Number must not be ""',
	);
	const local = { folder, table: 'Reviews', columns };
	const example = onThisMachine(readExample('watched-folder-with-review.json', docFlow), local);
	// The one thing that the example leaves to the builder.
	const review = example.nodes.find(({ name }) => name === 'Review');
	Object.assign(review?.parameters ?? {}, {
		repository: { __rl: true, mode: 'id', value: repo_id },
	});
	const id = await n8n.rest.saveWorkflow(example);
	await n8n.rest.publish(id);
	const totals = { 'a.txt': '99.00', 'b.txt': '100.00' };
	for (const [name, total] of Object.entries(totals))
		writeFileSync(join(folder, name), `Invoice Number: ${name}\nTotal Due: ${total}\n`);
	await executed(id, 2);
	await n8n.rest.unpublish(id);
	const found = await rows();
	expect(found.map((row) => [row.file_name, row.rule_name, row.result]).sort()).toEqual([
		['a.txt', 'Rule 1', 'approved'],
		['a.txt', 'Rule 2', 'approved'],
		['b.txt', 'Rule 1', 'rejected'],
		['b.txt', 'Rule 2', 'approved'],
	]);
	for (const { file_name, reasoning, rule_name } of found)
		expect(reasoning).toContain(
			rule_name === 'Rule 1' ? totals[file_name as keyof typeof totals] : file_name,
		);
	expect(new Set(found.map((row) => row.row_key)).size).toBe(4);
}, 120_000);

test('Re-extract on failure: what was read at the second try only has its row like the others, once', async () => {
	const columns = ['file_key', 'file_name', 'status', 'failure_reason', 'Total Due'];
	const rows = await addTable('Invoices', columns);
	const local = { folder, table: 'Invoices', columns };
	const example = onThisMachine(readExample('re-extract-on-failure.json', docFlow), local);
	const id = await n8n.rest.saveWorkflow(example);
	await n8n.rest.publish(id);
	const [{ webhookId }] = example.nodes as unknown as [{ webhookId: string }];
	const files = {
		'good.txt': 'Total Due: 5.00',
		'faint.txt': 'sandbox: fail but vlm\nTotal Due: 6.00',
		'blank.txt': 'sandbox: fail blank',
	};
	const form = new FormData();
	for (const [name, text] of Object.entries(files))
		form.append('field-0', new File([text], name, { type: 'text/plain' }));
	const answer = await fetch(`${n8n.url}/form/${webhookId}`, { method: 'POST', body: form });
	expect(answer.status).toBe(200);
	await executed(id, 3);
	await n8n.rest.unpublish(id);
	const found = await rows();
	expect(
		found.map((row) => [row.file_name, row.status, row.failure_reason, row.Total_Due]).sort(),
	).toEqual([
		['blank.txt', 'failed', 'blank', null],
		['faint.txt', 'success', null, '6.00'],
		['good.txt', 'success', null, '5.00'],
	]);
	expect(new Set(found.map((row) => row.file_key)).size).toBe(3);
	// Read again is what could not be read, and nothing else.
	expect(
		sandbox.files.map(({ name, runs, query }) => [name, runs, query.parser_parse_mode]).sort(),
	).toEqual([
		['blank.txt', 2, 'vlm'],
		['faint.txt', 2, 'vlm'],
		['good.txt', 1, undefined],
	]);
}, 120_000);

test('Set up a workspace: it is there with category, table and sample, and reads the first files', async () => {
	const id = await n8n.rest.saveWorkflow(readExample('set-up-a-workspace.json', docFlow));
	expect((await n8n.rest.runWorkflow(id, 'Start')).status).toBe('success');
	const made = sandbox.workspaces.at(-1);
	expect(made).toMatchObject({
		name: 'Purchase Invoices',
		categories: [
			{
				name: 'purchase invoice',
				fields: [{ name: 'Invoice Number' }, { name: 'Invoice Date' }, { name: 'Total Due' }],
				tables: [{ name: 'Line Items' }],
				samples: [{ name: 'invoice-2026-0917.pdf' }],
			},
		],
	});
	expect(
		sandbox.files.map(({ name, workspace, category }) => [name, workspace, category]).sort(),
	).toEqual(
		['invoice-2026-0917.pdf', 'invoice-R-10482.pdf'].map((name) => [
			name,
			made?.workspace_id,
			'purchase invoice',
		]),
	);
}, 120_000);
