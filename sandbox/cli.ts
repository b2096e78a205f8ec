import { parseArgs } from 'util';

import { startSandbox } from './server';

async function main() {
	const { values } = parseArgs({
		options: { port: { type: 'string' }, 'step-ms': { type: 'string' }, seed: { type: 'string' } },
	});
	const { url, credential } = await startSandbox({
		port: Number(values.port ?? 4010),
		stepMs: Number(values['step-ms'] ?? 300),
		seed: Number(values.seed ?? 0),
	});
	console.log(`A stand-in for DocFlow, not the real service, listens at ${url}
It reads the text of PDF, DOCX, XLSX and TXT files and forgets everything when it stops (Ctrl-C).

In n8n's DocFlow credential enter:
  Region        Custom
  Base URL      ${url}
  App ID        ${credential.appId}
  Secret Code   ${credential.secretCode}
  Workspace ID  ${credential.workspaceId}`);
}

void main();
