import { writeFileSync } from 'fs';
import { createServer } from 'http';
import type { AddressInfo } from 'net';
import { dirname } from 'path';
import { json } from 'stream/consumers';

import type { SampleDocument } from '../../demo/documents.data';
import type { Workflow } from '../../demo/host/rest';
import { type Google, startGoogle } from './google';
import { pause } from './heldSandbox';
import { TriggerHost } from './triggerHost';
import { expectRows, rowsOf } from './uploads';

const [TAKEN_BACK, CONFIRMED, REJECTED] = [0, 2, 3];
const WORD = new Map([
	[CONFIRMED, 'confirmed'],
	[REJECTED, 'rejected'],
]);
/** Three workflows poll in turn; by then each has polled twice. */
const ALL_POLLED = 7;

let google: Google;
let host: TriggerHost;
/** Mails that were sent: the node that sends them is replaced by a request to this server. */
const mails: unknown[] = [];
const mailServer = createServer((request, response) => {
	void json(request).then((mail) => {
		mails.push(mail);
		response.end('{}');
	});
});

beforeAll(async () => {
	google = await startGoogle();
	await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve));
	host = new TriggerHost('e2e-verified', google.settings);
	await host.start();
}, 15 * 60_000);
afterAll(async () => {
	await host?.stop();
	await google?.close();
	mailServer.closeAllConnections();
	mailServer.close();
});

/** The document and the sheet that a builder chooses, and the account. */
const chooseSheet =
	(account: string) =>
	({ nodes: [, sheet] }: Workflow) => {
		sheet.credentials = { googleApi: { id: account, name: 'Google' } };
		Object.assign(sheet.parameters, {
			authentication: 'serviceAccount',
			documentId: { __rl: true, mode: 'id', value: 'book' },
			sheetName: { __rl: true, mode: 'name', value: 'Sheet1' },
		});
	};

/** In the place of the mail a request that carries what it says. */
function chooseMailServer({ nodes: [, mail] }: Workflow): void {
	const { subject, text } = mail.parameters;
	const { port } = mailServer.address() as AddressInfo;
	Object.assign(mail, {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url: `http://127.0.0.1:${port}/`,
			sendBody: true,
			bodyParameters: {
				parameters: Object.entries({ subject, text }).map(([name, value]) => ({ name, value })),
			},
			options: {},
		},
	});
}

/** What fired so far: documents as they were then, and what the person had said. */
const fired: Array<[SampleDocument, number]> = [];

/** Waits until all that is to come has come, and compares all rows so far, of any verdict and of rejections. */
async function expectFired(): Promise<void> {
	await host.docFlow.polls(ALL_POLLED);
	await host.written('any', 2 * fired.length);
	for (const [name, wanted] of [
		['any', fired],
		['rejected', fired.filter(([, verdict]) => verdict === REJECTED)],
	] as const) {
		const rows = host.rows(name);
		expectRows(rows, [{ files: '', documents: wanted.map(([document]) => document) }]);
		const verdicts = rows.map(
			(row) => `${row.file_name} ${row.row_index} ${row.verification_status}`,
		);
		expect(verdicts.sort()).toEqual(
			wanted
				.flatMap(([{ file }, verdict]) =>
					[1, 2].map((row) => `${file} ${row} ${WORD.get(verdict)}`),
				)
				.sort(),
		);
	}
}

/** What the sheet says, by its own names of the columns. */
function sheetRows(): Array<Record<string, unknown>> {
	const [names = [], ...lines] = google.grid;
	return lines.map((line) => Object.fromEntries(names.map((name, at) => [String(name), line[at]])));
}

/** The sheet holds each line of these documents once, and nothing else. */
function expectSheet(...documents: SampleDocument[]): void {
	const keys = [
		'file_name',
		'row_index',
		'Invoice Number',
		'Total Due',
		'Line Description',
		'Line Amount',
	];
	const lines = (rows: Array<Record<string, unknown>>) =>
		rows.map((row) => keys.map((key) => String(row[key])).join(' | ')).sort();
	expect(lines(sheetRows())).toEqual(lines(rowsOf([{ files: '', documents }])));
	expect(new Set(sheetRows().map(({ row_key }) => row_key)).size).toBe(2 * documents.length);
}

describe('File Verified', () => {
	const corrected = (document: SampleDocument, total: string): SampleDocument => ({
		...document,
		totals: [['Total Due', total]],
	});
	let earlier: SampleDocument[];
	let one: SampleDocument[];
	let two: SampleDocument[];
	const published: string[] = [];
	let sheet: string;

	afterAll(async () => {
		for (const id of published) await host.n8n.rest.unpublish(id);
	});

	test('fires nothing that was verified before it was published', async () => {
		const { rest } = host.n8n;
		const uploads = ['earlier', 'one', 'two'].map((name) => host.make(name));
		[earlier, one, two] = uploads.map(({ documents }) => documents);
		for (const upload of uploads) host.docFlow.finish(await host.upload(upload));
		host.docFlow.say(CONFIRMED, earlier[0].file);
		host.docFlow.say(REJECTED, earlier[1].file);
		const account = await rest.saveCredential('Google', google.account, 'googleApi');
		const event = { event: 'fileVerified' };
		sheet = await host.saveExample('verified-to-sheet.json', chooseSheet(account));
		published.push(
			await host.saveTrigger('any', event),
			await host.saveTrigger('rejected', { ...event, filters: { verdict: 'rejected' } }),
			sheet,
		);
		for (const id of published) await rest.publish(id);
		host.docFlow.correct(earlier[0].file, 'Total Due', '1.00');
		await expectFired();
		expectSheet();
	});

	test('fires for each verdict, and for no correction after it; only what is confirmed lands in the sheet', async () => {
		host.docFlow.say(CONFIRMED, one[0].file);
		host.docFlow.say(REJECTED, one[1].file);
		host.docFlow.say(CONFIRMED, two[0].file);
		fired.push([one[0], CONFIRMED], [one[1], REJECTED], [two[0], CONFIRMED]);
		await expectFired();
		host.docFlow.correct(two[0].file, 'Total Due', '199.00');
		await expectFired();
		expectSheet(one[0], two[0]);
	});

	test('goes on after n8n was started again, and fires what a person said meanwhile', async () => {
		await host.n8n.stop();
		host.docFlow.say(CONFIRMED, two[1].file);
		await host.restart();
		fired.push([two[1], CONFIRMED]);
		await expectFired();
		expectSheet(one[0], ...two);
	});

	test('fires again for a verdict that is taken back and given again, and the sheet keeps its lines', async () => {
		host.docFlow.say(TAKEN_BACK, two[0].file);
		host.docFlow.correct(two[0].file, 'Total Due', '200.00');
		await expectFired();
		host.docFlow.say(CONFIRMED, two[0].file);
		const changed = corrected(two[0], '200.00');
		fired.push([changed, CONFIRMED]);
		await expectFired();
		expectSheet(one[0], changed, two[1]);
		host.docFlow.say(REJECTED, one[0].file);
		fired.push([one[0], REJECTED]);
		await expectFired();
		const before = structuredClone(google.grid);
		expect((await host.n8n.rest.runWorkflow(sheet, 'DocFlow Trigger')).status).toBe('success');
		expect(google.grid).toEqual(before);
	});
});

test('the example that tells of failures sends one mail for a batch with a failed document, and none for others', async () => {
	const { rest } = host.n8n;
	await rest.publish(await host.saveExample('tell-about-failures.json', chooseMailServer));
	const bad = host.make('bad');
	writeFileSync(`${dirname(bad.files)}/bad-1.txt`, 'sandbox: fail blurred');
	const badBatch = await host.upload(bad);
	host.docFlow.finish(await host.upload(host.make('good')), badBatch);
	while (mails.length === 0) await pause(50);
	await host.docFlow.polls(ALL_POLLED);
	expect(mails).toEqual([
		{
			subject: `DocFlow could not read 1 of 2 documents (batch ${badBatch})`,
			text: 'bad-1.txt: blurred',
		},
	]);
});
