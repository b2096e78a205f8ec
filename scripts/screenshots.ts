import { mkdirSync } from 'fs';
import { createRequire } from 'module';
import type { INodeProperties } from 'n8n-workflow';
import { join } from 'path';
import { type Browser, chromium, type Page } from 'playwright-core';

import { startDemoN8n } from '../demo/host/demoN8n';
import { OWNER, type Workflow } from '../demo/host/rest';
import type * as Registry from '../nodes/DocFlow/actions/registry';
import { startService } from '../demo/service';
import { examples, readExample } from '../demo/workflows';

const folder = join(__dirname, '..', 'docs', 'images');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'];

const { operationProperties } = createRequire(__filename)('../dist/nodes/DocFlow/actions/registry.js') as typeof Registry;

/** All entries of a collection at their defaults, so that the panel shows them opened. */
function everyOption(operation: string, collection: string): Record<string, unknown> {
	const found = operationProperties.find(
		({ name, displayOptions }) => name === collection && displayOptions?.show?.operation?.includes(operation),
	);
	const entries = (found?.options ?? []) as INodeProperties[];
	return Object.fromEntries(entries.map((entry) => [entry.name, entry.default]));
}

/** An example whose DocFlow node has many options set, so that its panel shows them. */
function withOptions(file: string, node: string, parameters: Record<string, unknown>, credentialId: string): Workflow {
	const workflow = readExample(file, credentialId);
	const found = workflow.nodes.find(({ name }) => name === node);
	Object.assign(found?.parameters ?? {}, parameters);
	return { ...workflow, name: `Screenshot of ${node}` };
}

async function signIn(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.locator('input[type=email], input[name=emailOrLdapLoginId]').first().fill(OWNER.email);
	await page.locator('input[type=password]').first().fill(OWNER.password);
	await page.keyboard.press('Enter');
	await page.waitForURL((address) => !address.pathname.includes('signin'));
}

type Clip = { x: number; y: number; width: number; height: number };

/** The middle of an opened node, where its parameters are. */
const panel = (height: number): Clip => ({ x: 510, y: 26, width: 421, height });

async function shoot(page: Page, name: string, clip?: Clip): Promise<void> {
	await page.waitForTimeout(1200);
	await page.screenshot({ path: join(folder, name), clip });
	console.log(`docs/images/${name}`);
}

async function openNode(page: Page, node: string): Promise<void> {
	await page.locator(`[data-node-name="${node}"], [data-test-id="canvas-node"]:has-text("${node}")`).first().dblclick();
	await page.locator('[data-test-id="ndv"], [data-test-id="node-parameters"]').first().waitFor();
}

async function execute(page: Page): Promise<void> {
	await page.locator('[data-test-id="execute-workflow-button"]').first().click();
	await page.locator('text=/executed successfully/i').first().waitFor();
}

async function pictures(browser: Browser): Promise<void> {
	const service = await startService({});
	const n8n = await startDemoN8n(service);
	try {
		const { rest, url, workflows } = n8n;
		const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
		await signIn(page, url);
		const credentialId = await rest.saveCredential('DocFlow', service.credential);
		const main = workflows.get(examples[0].file) ?? '';
		await page.goto(`${url}/workflow/${main}`);
		await execute(page);
		await shoot(page, 'workflow.png');
		const invoice = withOptions(examples[0].file, 'Read Documents', { fileSelector: join(folder, '../../demo/documents/invoice-2026*') }, credentialId);
		await page.goto(`${url}/workflow/${await rest.saveWorkflow(invoice)}`);
		await execute(page);
		await page.setViewportSize({ width: 3400, height: 520 });
		await openNode(page, 'DocFlow');
		const output = page.locator('[data-test-id="output-panel"]').first();
		// The file's metadata comes first; the picture shows the fields and line items after it.
		await output.locator('th').last().scrollIntoViewIfNeeded();
		await page.locator('[role=alert] [class*=close], .el-notification__closeBtn').first().click().catch(() => undefined);
		await shoot(page, 'rows.png', (await output.boundingBox()) ?? undefined);
		// Tall enough for a whole panel of options.
		await page.setViewportSize({ width: 1440, height: 2400 });
		const upload = await rest.saveWorkflow(
			withOptions(examples[0].file, 'DocFlow', { options: everyOption('upload', 'options') }, credentialId),
		);
		await page.goto(`${url}/workflow/${upload}`);
		await openNode(page, 'DocFlow');
		await shoot(page, 'upload.png', panel(2230));
		const fetch = await rest.saveWorkflow(
			withOptions(examples[1].file, 'Fetch', { filters: everyOption('fetch', 'filters'), options: everyOption('fetch', 'options') }, credentialId),
		);
		await page.goto(`${url}/workflow/${fetch}`);
		await openNode(page, 'Fetch');
		await shoot(page, 'fetch.png', panel(1700));
		await page.setViewportSize({ width: 1440, height: 1150 });
		await page.goto(`${url}/home/credentials/${credentialId}`);
		await page.locator('text=Workspace ID').first().waitFor();
		await shoot(page, 'credential.png', { x: 210, y: 180, width: 1020, height: 800 });
	} finally {
		await n8n.stop();
		await service.close();
	}
}

/** Takes the README's pictures in the real editor; needs Chromium. */
async function main(): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
	await pictures(browser).finally(async () => await browser.close());
}

void main();
