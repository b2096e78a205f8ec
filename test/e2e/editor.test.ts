import { rmSync } from 'fs';
import { join } from 'path';
import type { Browser } from 'playwright-core';

import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import { serviceOf } from '../../demo/service';
import { outputFolder, readExample } from '../../demo/workflows';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { startBrowser } from '../../scripts/browser';
import { openNode, signIn } from '../../scripts/editor';
import { addRepository } from '../support/review';
import { Hand } from './hand';

const NODE = 'TextIn DocFlow';
const home = join(demoFolder, '.n8n-home', 'e2e-editor');
const pictures = join(outputFolder, 'editor');

let sandbox: Sandbox;
let n8n: DemoN8n;
let browser: Browser;

beforeAll(async () => {
	browser = await startBrowser();
	for (const folder of [home, pictures]) rmSync(folder, { recursive: true, force: true });
	sandbox = await startSandbox({ stepMs: 1 });
	n8n = await startDemoN8n(serviceOf(sandbox), home);
}, 15 * 60_000);
afterAll(async () => {
	await browser?.close();
	await n8n?.stop();
	await sandbox?.close();
});

/** A workflow that reads one invoice, with a small node of n8n's in it. */
const begun = () => {
	const [start, read] = readExample('invoices-to-spreadsheet.json').nodes;
	const fileSelector = join(demoFolder, 'documents', 'invoice-2026-0917.pdf');
	const small = { name: 'Edit Fields', type: 'n8n-nodes-base.set', typeVersion: 3.4 };
	const to = ({ name }: { name: string }) => ({
		main: [[{ node: name, type: 'main', index: 0 }]],
	});
	return {
		name: 'By Hand',
		nodes: [
			start,
			{ ...small, id: 'small', position: [220, 200], parameters: {} },
			{ ...read, parameters: { fileSelector, options: {} } },
		],
		connections: { [start.name]: to(small), [small.name]: to(read) },
	};
};

const median = (numbers: number[]): number =>
	numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

test('by mouse: a category and columns picked, a file uploaded, corrected, reviewed and deleted', async () => {
	const { credential } = serviceOf(sandbox);
	await addRepository(credential, 'Total Due must be below 553', 'Invoice Number must not be "1"');
	const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
	page.setDefaultTimeout(30_000);
	await signIn(page, n8n.url);
	await page.goto(`${n8n.url}/workflow/${await n8n.rest.saveWorkflow(begun())}`);
	const hand = new Hand(page, pictures);

	await hand.add(NODE, 'Upload files');
	await hand.flip('waitForResults');
	await hand.option('Category');
	await hand.pick('category', 'voi', 'invoice');
	await hand.option('Column Names or IDs');
	const columns = ['file_id', 'batch_number', 'Invoice Number', 'Total Due'];
	const offered = await hand.pickMany('columns', columns);
	expect(offered).toEqual(expect.arrayContaining(['file_key', 'Invoice Date', ...columns]));
	await hand.run();
	await hand.shows(...columns, '2026-0917', '552.00');
	await hand.picture('uploaded');
	const [file] = sandbox.files;
	expect(sandbox.files).toMatchObject([{ name: 'invoice-2026-0917.pdf', category: 'invoice' }]);
	await hand.shows(file.id, file.batch);
	await hand.close();

	await hand.add(NODE, 'Update fields of a file');
	await hand.drag('file_id', 'fileId');
	await hand.press('Add Field');
	await hand.pick('name', 'total', 'Total Due');
	await hand.write('value', '553.00');
	await hand.run();
	await hand.shows('updated', 'Total Due');
	await hand.picture('updated');
	expect(file.content.fields).toContainEqual(['Total Due', '553.00']);
	expect(file.content.fields).toContainEqual(['Invoice Number', '2026-0917']);
	await hand.close();

	await hand.add(NODE, 'Submit files for review');
	await hand.pick('repository', 'inv', 'Invoices');
	await hand.drag('batch_number', 'batchNumber');
	await hand.run();
	await hand.shows('review_task_id');
	await hand.picture('submitted');
	await hand.close();

	await hand.add(NODE, 'Get the result of a review');
	await hand.drag('review_task_id', 'reviewTaskId');
	await hand.run();
	await hand.shows('Rule 1', 'Total Due: 553.00', 'Rule 2', 'Invoice Number: 2026-0917');
	await hand.picture('reviewed');
	await hand.close();

	await hand.add(NODE, 'Delete files');
	await hand.unfold('Upload files');
	await hand.drag('file_id', 'fileId');
	await hand.picture('about to delete');
	await hand.flip('confirm');
	await hand.run();
	await hand.shows('deleted_count', file.id);
	await hand.picture('deleted');
	expect(sandbox.files).toEqual([]);
	await hand.close();

	const times: Record<string, number[]> = { 'Edit Fields': [], 'Upload files': [] };
	for (let round = 0; round < 3; round++)
		for (const [name, taken] of Object.entries(times)) {
			const start = performance.now();
			await openNode(page, name);
			await page.locator('[data-test-id="parameter-item"]').first().waitFor();
			taken.push(performance.now() - start);
			await hand.close();
		}
	const [small, ours] = Object.values(times).map(median);
	console.log(
		`Opening a node: Edit Fields ${Math.round(small)} ms, DocFlow ${Math.round(ours)} ms, ${(ours / small).toFixed(1)} times`,
	);
}, 180_000);

test('n8n knows what an operation gives out before it has run', async () => {
	const path = 'n8n-nodes-docflow.docFlow/1/review/getResult.json';
	const answer = await fetch(`${n8n.url}/schemas/${path}`);
	expect(await answer.json()).toMatchObject({ properties: { row_key: { type: 'string' } } });
});
