import { mkdirSync, rmSync } from 'fs';
import { join } from 'path';
import { globSync } from 'tinyglobby';

import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import type { Workflow } from '../../demo/host/rest';
import { serviceOf } from '../../demo/service';
import { examples, outputFolder, readExample } from '../../demo/workflows';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { ABOUT_FILE } from '../../demo/print';
import type { SheetRow } from '../../demo/workbook';
import { readCsv } from './csv';
import { pause } from './heldSandbox';
import { type Mailbox, startMailbox } from './mailbox';
import { expected, type Format, mails } from './mails';

const TRIGGER = 'Email Trigger (IMAP)';
/** Where each format says who sent a mail. */
const SENDER: Record<Format, string> = {
	resolved: 'from.value[0].address',
	simple: 'from.extractEmail()',
};
/** What the stand-in adds to prove that the bytes arrived whole. */
const PROBES = ['sha256', 'byte_size'];
const home = join(demoFolder, '.n8n-home', 'e2e-mail');
const folder = join(outputFolder, 'e2e-mail');

let sandbox: Sandbox;
let mailbox: Mailbox;
let n8n: DemoN8n;
let workflow: string;

beforeAll(async () => {
	rmSync(home, { recursive: true, force: true });
	sandbox = await startSandbox({ probe: true });
	n8n = await startDemoN8n(serviceOf(sandbox), home);
}, 15 * 60_000);
beforeEach(async () => {
	sandbox.files.length = 0;
	rmSync(folder, { recursive: true, force: true });
	mailbox = await startMailbox();
});
afterEach(async () => {
	await n8n.rest.unpublish(workflow);
	await mailbox.stop();
});
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
});

/** Saves the workflow that a builder makes: mailbox, Upload, the mail's sender to each row, a sheet. Returns its id. */
async function saveWorkflow(format: Format): Promise<string> {
	const name = 'Mail';
	const { rest } = n8n;
	const docFlow = await rest.saveCredential('DocFlow', serviceOf(sandbox).credential);
	const { id } = await rest.call<{ id: string }>('POST', '/credentials', {
		name,
		type: 'imap',
		data: mailbox.credential,
	});
	const [, , upload, convert, write] = readExample(examples[0].file, docFlow).nodes;
	mkdirSync(folder, { recursive: true });
	const credentials = { imap: { id, name } };
	const toFile = [
		{ ...convert, parameters: { operation: 'csv', options: {} } },
		{
			...write,
			parameters: { ...write.parameters, fileName: `=${folder}/{{ $execution.id }}.csv` },
		},
	];
	return await save([
		{
			name: TRIGGER,
			type: 'n8n-nodes-base.emailReadImap',
			typeVersion: 2.2,
			parameters: {
				format,
				...(format === 'simple' && { downloadAttachments: true }),
				options: {},
			},
			credentials,
		},
		{
			...upload,
			parameters: {
				resource: 'file',
				operation: 'upload',
				waitForResults: true,
				output: 'rows',
				options: { fileNames: '!image0*' },
			},
		},
		{
			name: 'Sender',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {
				includeOtherFields: true,
				assignments: {
					assignments: [
						{
							id: '1',
							name: 'sender',
							type: 'string',
							value: `={{ $('${TRIGGER}').item.json.${SENDER[format]} }}`,
						},
					],
				},
				options: {},
			},
		},
		...toFile,
	]);
}

/** Saves a workflow of nodes in a row. Returns its id. */
async function save(
	row: Array<Workflow['nodes'][number] & { typeVersion?: number }>,
): Promise<string> {
	const nodes = row.map((node, at) => ({ ...node, id: String(at), position: [200 * at, 0] }));
	const connections = Object.fromEntries(
		nodes
			.slice(1)
			.map((node, at) => [
				nodes[at].name,
				{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
			]),
	);
	return await n8n.rest.saveWorkflow({ name: 'Mail', nodes, connections });
}

/** The rows that a workflow wrote, once those of a sender are among them and all executions have ended well. */
async function rowsWith(sender: string, id: string) {
	for (;;) {
		const all = (await n8n.rest.executions(id)).map(({ status }) => status);
		const rows = globSync('*.csv', { cwd: folder, absolute: true }).flatMap(readCsv);
		expect(all.filter((status) => !['new', 'running', 'success'].includes(status))).toEqual([]);
		if (all.every((status) => status === 'success') && rows.some((row) => row.sender === sender))
			return rows;
		await pause(200);
	}
}

const sorted = <T>(list: T[]): T[] =>
	[...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** What a row says of its document: every cell that is filled and no metadata. */
const cellsOf = (row: SheetRow): Record<string, string> =>
	Object.fromEntries(
		Object.entries(row).filter(
			([name, value]) =>
				value !== '' && !['sender', 'row_index', ...PROBES].includes(name) && !ABOUT_FILE.has(name),
		),
	);

test.each<Format>(['resolved', 'simple'])(
	'every document of every mail ends as rows with its sender, and nothing else is sent: format %s',
	async (format) => {
		const [last, ...first] = await mails();
		const list = [...first, last].filter(
			({ stopsSimple }) => format === 'resolved' || stopsSimple !== true,
		);
		workflow = await saveWorkflow(format);
		await n8n.rest.publish(workflow);
		for (const { mail } of list) await mailbox.deliver(mail);
		const wish = expected(list, format);
		// Mails come in the order of their arrival, in one execution or in several.
		const rows = await rowsWith(wish.at(-1)?.sender ?? '', workflow);

		expect(sorted(sandbox.files.map(({ name, sha256 }) => ({ name, sha256 })))).toEqual(
			sorted(wish.map(({ name, sha256 }) => ({ name, sha256 }))),
		);
		// Every cell of every row, by file: nothing of another document, mail or row is in it.
		const files = new Map<string, SheetRow[]>();
		for (const row of rows) files.set(row.file_key, [...(files.get(row.file_key) ?? []), row]);
		expect(
			sorted(
				[...files.values()].map((own) => ({
					sender: own[0].sender,
					sha256: own[0].sha256,
					rows: own.map(cellsOf),
				})),
			),
		).toEqual(
			sorted(wish.map(({ sender, sha256, rows: said }) => ({ sender, sha256, rows: said }))),
		);
		for (const own of files.values()) {
			expect(own.map(({ row_index }) => row_index)).toEqual(own.map((_row, at) => String(at + 1)));
			for (const row of own) {
				expect(row).toMatchObject({ status: 'success', failure_reason: '', sender: own[0].sender });
				expect(row.row_key).toBe(`${row.file_key}-T1-R${row.row_index}`);
			}
		}
		// Each mail is a batch of its own.
		const batches = new Set(rows.map((row) => `${row.sender} ${row.batch_number}`));
		expect(batches.size).toBe(new Set(wish.map((one) => one.sender)).size);
	},
	180_000,
);
