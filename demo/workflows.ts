import { mkdirSync, readFileSync } from 'fs';
import { join } from 'path';

import { demoFolder } from './host/install';
import type { Workflow } from './host/rest';

/**
 * The example workflows, the node that starts each one, and the spreadsheet it writes in `demo/output/`. The
 * trigger writes one for each execution, whose number stands for the star.
 */
export const examples = [
	{ file: 'invoices-to-spreadsheet.json', start: 'Start', spreadsheet: 'rows.xlsx' },
	{ file: 'upload-then-fetch.json', start: 'Start', spreadsheet: 'files.xlsx' },
	{ file: 'trigger-to-spreadsheet.json', start: 'DocFlow Trigger', spreadsheet: 'batch-*.xlsx' },
] as const;

export const outputFolder = join(demoFolder, 'output');

/** An example with the paths of this machine, and the id of the credential where there is one. */
export function readExample(file: string, credentialId = ''): Workflow {
	mkdirSync(outputFolder, { recursive: true });
	const text = readFileSync(join(demoFolder, 'workflows', file), 'utf8');
	const path = JSON.stringify(demoFolder.replace(/\\/g, '/')).slice(1, -1);
	const workflow = JSON.parse(text.replaceAll('DEMO_FOLDER', path)) as Workflow;
	for (const node of workflow.nodes)
		if (node.credentials !== undefined)
			node.credentials = { docFlowApi: { id: credentialId, name: 'DocFlow' } };
	return workflow;
}
