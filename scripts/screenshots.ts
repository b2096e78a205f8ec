import { mkdirSync } from 'fs';
import { createRequire } from 'module';
import type { INodeProperties } from 'n8n-workflow';
import { join } from 'path';
import type { Browser } from 'playwright-core';

import { startDemoN8n } from '../demo/host/demoN8n';
import type { Rest, Workflow } from '../demo/host/rest';
import { startService } from '../demo/service';
import { examples, readExample } from '../demo/workflows';
import type * as Registry from '../nodes/DocFlow/actions/registry';
import type * as TriggerNode from '../nodes/DocFlow/DocFlowTrigger.node';
import { startBrowser } from './browser';
import { execute, folder, openNode, panel, shoot, signIn } from './editor';

const [, , triggered] = examples;

const built = createRequire(join(__dirname, '..', 'dist', 'nodes', 'DocFlow', 'index.js'));
const { operationProperties } = built('./actions/registry.js') as typeof Registry;
const { DocFlowTrigger } = built('./DocFlowTrigger.node.js') as typeof TriggerNode;

/** The parameters of an operation on files. */
const propertiesOf = (operation: string) =>
	operationProperties.filter(
		({ displayOptions }) =>
			displayOptions?.show?.resource?.includes('file') &&
			displayOptions.show.operation?.includes(operation),
	);

/** All entries of a collection at their defaults, so that the panel shows them opened. */
function everyOption(properties: INodeProperties[], collection: string): Record<string, unknown> {
	const found = properties.find(({ name }) => name === collection);
	const entries = (found?.options ?? []) as INodeProperties[];
	return Object.fromEntries(entries.map((entry) => [entry.name, entry.default]));
}

/** An example whose DocFlow node has many options set, so that its panel shows them. */
function withOptions(
	file: string,
	node: string,
	parameters: Record<string, unknown>,
	credentialId: string,
): Workflow {
	const workflow = readExample(file, credentialId);
	const found = workflow.nodes.find(({ name }) => name === node);
	Object.assign(found?.parameters ?? {}, parameters);
	return { ...workflow, name: `Screenshot of ${node}` };
}

/** A credential of another kind, for a picture only. */
async function choose(rest: Rest, type: string, data: Record<string, string>) {
	const body = { name: `Picture ${type}`, type, data };
	const { id } = await rest.call<{ id: string }>('POST', '/credentials', body);
	return { [type]: { id, name: body.name } };
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
		await page.goto(`${url}/workflow/${workflows.get(triggered.file)}`);
		await execute(page);
		await shoot(page, 'trigger-workflow.png');
		const mail = readExample('mail-to-sheet.json', credentialId);
		// As it looks once the builder has chosen mailbox and sheet.
		const [trigger, , , sheet] = mail.nodes;
		trigger.credentials = await choose(rest, 'imap', {
			user: 'a',
			password: 'b',
			host: 'mail.example',
		});
		sheet.credentials = await choose(rest, 'googleSheetsOAuth2Api', {});
		Object.assign(sheet.parameters, {
			documentId: { __rl: true, mode: 'id', value: '1AbC' },
			sheetName: { __rl: true, mode: 'name', value: 'Invoices' },
		});
		await page.goto(`${url}/workflow/${await rest.saveWorkflow(mail)}`);
		await page.locator('[data-test-id="canvas-node"]').last().waitFor();
		await shoot(page, 'mail-to-sheet.png', { x: 200, y: 280, width: 1240, height: 340 });
		const withOther = withOptions(
			examples[0].file,
			'Read Documents',
			{ fileSelector: join(folder, '../../demo/{documents/invoice-R*,workflows/mail*}') },
			credentialId,
		);
		const docFlow = withOther.nodes.find(({ name }) => name === 'DocFlow');
		Object.assign(docFlow?.parameters ?? {}, { binaryPropertyName: '*', waitForResults: false });
		await page.goto(`${url}/workflow/${await rest.saveWorkflow(withOther)}`);
		await execute(page);
		await openNode(page, 'DocFlow');
		const hinted = page.locator('[data-test-id="output-panel"]').first();
		const { x = 0, y = 0, width = 0 } = (await hinted.boundingBox()) ?? {};
		await shoot(page, 'left-out.png', { x, y, width, height: 240 });
		const invoice = withOptions(
			examples[0].file,
			'Read Documents',
			{ fileSelector: join(folder, '../../demo/documents/invoice-2026*') },
			credentialId,
		);
		await page.goto(`${url}/workflow/${await rest.saveWorkflow(invoice)}`);
		await execute(page);
		await page.setViewportSize({ width: 3400, height: 520 });
		await openNode(page, 'DocFlow');
		const output = page.locator('[data-test-id="output-panel"]').first();
		// The file's metadata comes first; the picture shows the fields and line items after it.
		await output.locator('th').last().scrollIntoViewIfNeeded();
		await page
			.locator('[role=alert] [class*=close], .el-notification__closeBtn')
			.first()
			.click()
			.catch(() => undefined);
		await shoot(page, 'rows.png', (await output.boundingBox()) ?? undefined);
		// Tall enough for a whole panel of options.
		await page.setViewportSize({ width: 1440, height: 3200 });
		const upload = await rest.saveWorkflow(
			withOptions(
				examples[0].file,
				'DocFlow',
				Object.fromEntries(
					['options', 'parserOptions'].map((name) => [
						name,
						everyOption(propertiesOf('upload'), name),
					]),
				),
				credentialId,
			),
		);
		await page.goto(`${url}/workflow/${upload}`);
		await openNode(page, 'DocFlow');
		await shoot(page, 'upload.png', await panel(page));
		const everything = (properties: INodeProperties[]) => ({
			filters: everyOption(properties, 'filters'),
			options: everyOption(properties, 'options'),
		});
		const fetch = await rest.saveWorkflow(
			withOptions(examples[1].file, 'Fetch', everything(propertiesOf('fetch')), credentialId),
		);
		await page.goto(`${url}/workflow/${fetch}`);
		await openNode(page, 'Fetch');
		await shoot(page, 'fetch.png', await panel(page));
		const { properties } = new DocFlowTrigger().description;
		const triggering = await rest.saveWorkflow(
			withOptions(triggered.file, triggered.start, everything(properties), credentialId),
		);
		await page.goto(`${url}/workflow/${triggering}`);
		await openNode(page, triggered.start);
		await shoot(page, 'trigger.png', await panel(page));
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
	const browser = await startBrowser();
	await pictures(browser).finally(async () => await browser.close());
}

void main();
