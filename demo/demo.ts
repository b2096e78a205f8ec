import { once } from 'events';
import { rmSync } from 'fs';
import { join } from 'path';
import { parseArgs } from 'util';

import { runOnEngine } from './engine/run';
import { startDemoN8n } from './host/demoN8n';
import { OWNER } from './host/rest';
import { printRows } from './print';
import { type Service, startService } from './service';
import { readRows, writeByCategory } from './workbook';
import { examples, outputFolder } from './workflows';

const [example, , triggered] = examples;
const spreadsheet = join(outputFolder, example.spreadsheet);
/** The same rows, a sheet for each category. */
const workbook = 'by-category.xlsx';

const TRIGGER_HINT = `
The workflow "DocFlow Trigger to Spreadsheet" is published: it asks once a minute for batches that are finished.
To see it fire, run the workflow above again in the editor. Within a minute of its end, the same rows come a
second way: demo/output/${triggered.spreadsheet}, and an entry under the trigger workflow's Executions.`;

async function showRows(): Promise<void> {
	const rows = await readRows(spreadsheet);
	printRows(rows);
	await writeByCategory(rows, join(outputFolder, workbook));
	console.log(`
${rows.length} rows are in demo/output/${example.spreadsheet}, as the workflow wrote them
and, with a sheet for each category, in demo/output/${workbook}`);
}

/** What a person enters to make the credential by hand. The stand-in's secret is none. */
const credentialHint = ({ credential }: Service) => `
The workflows have their DocFlow credential. To make one of your own, enter:
  Region        Custom
  Base URL      ${credential.baseUrl}
  App ID        ${credential.appId}
  Secret Code   ${credential.secretCode}
  Workspace ID  ${credential.workspaceId}`;

async function onEngine(service: Service): Promise<void> {
	console.log("Running the example workflow on n8n's engine, without its editor …");
	await runOnEngine(example.file, service.credential);
	await showRows();
}

async function inN8n(service: Service, stayUp: boolean): Promise<void> {
	const n8n = await startDemoN8n(service);
	try {
		console.log('Running the example workflow in n8n …');
		const id = n8n.workflows.get(example.file) ?? '';
		const { status } = await n8n.rest.runWorkflow(id, example.start);
		const address = `${n8n.url}/workflow/${id}`;
		if (status !== 'success')
			throw new Error(`The workflow ended with "${status}". Look at it at ${address}`);
		await showRows();
		if (!stayUp) return;
		console.log(`\nOpen ${address}\nE-mail    ${OWNER.email}\nPassword  ${OWNER.password}`);
		if (service.isStandIn) console.log(credentialHint(service));
		const trigger = n8n.workflows.get(triggered.file) ?? '';
		await n8n.rest.publish(trigger);
		console.log(TRIGGER_HINT);
		console.log('\nCtrl-C ends the demo.');
		await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
		// The next demo is to begin without it.
		await n8n.rest.unpublish(trigger);
	} finally {
		await n8n.stop();
	}
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { once: { type: 'boolean' }, engine: { type: 'boolean' } },
	});
	const service = await startService();
	console.log(`The demo uses ${service.name}.`);
	rmSync(spreadsheet, { force: true });
	try {
		if (values.engine) return await onEngine(service);
		await inN8n(service, !values.once).catch(async (error: unknown) => {
			if (!/^npm /.test(String((error as Error).message))) throw error;
			console.log(`\nn8n itself could not be installed. ${(error as Error).message}\n`);
			await onEngine(service);
		});
	} finally {
		await service.close();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
