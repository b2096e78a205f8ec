import { parseArgs } from 'util';

import { startSandbox } from './server';
import { CATEGORY_NAMES } from './service/catalog';

async function main() {
	const { values } = parseArgs({
		options: {
			port: { type: 'string' },
			'step-ms': { type: 'string' },
			seed: { type: 'string' },
			probe: { type: 'boolean' },
		},
	});
	const { url, credential } = await startSandbox({
		port: Number(values.port ?? 4010),
		stepMs: Number(values['step-ms'] ?? 300),
		seed: Number(values.seed ?? 0),
		probe: values.probe === true,
	});
	console.log(`A stand-in for DocFlow, not the real service, listens at ${url}
It reads the text of PDF, DOCX, XLSX and TXT files, fails others, and forgets everything when it stops (Ctrl-C).
Its categories: ${CATEGORY_NAMES.join(', ')}.

In n8n's DocFlow credential enter:
  Region        Custom
  Base URL      ${url}
  App ID        ${credential.appId}
  Secret Code   ${credential.secretCode}
  Workspace ID  ${credential.workspaceId}`);
}

void main();
