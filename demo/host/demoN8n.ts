import { join } from 'path';

import type { Service } from '../service';
import { examples, readExample } from '../workflows';
import { demoFolder, installHost } from './install';
import { installPackage, type RunningN8n, startN8n } from './n8n';
import { Rest } from './rest';

export interface DemoN8n extends RunningN8n {
	rest: Rest;
	/** Ids of the example workflows by file name. */
	workflows: Map<string, string>;
}

/** A real n8n with this package, an owner, the credential and the example workflows. @throws Error saying what failed. */
export async function startDemoN8n(
	service: Service,
	home = join(demoFolder, '.n8n-home'),
	settings: NodeJS.ProcessEnv = {},
): Promise<DemoN8n> {
	const host = await installHost();
	installPackage(home);
	console.log('Starting n8n …');
	const n8n = await startN8n(host, home, settings);
	try {
		const rest = new Rest(n8n.url);
		await rest.signIn();
		const credentialId = await rest.saveCredential('DocFlow', service.credential);
		const workflows = new Map<string, string>();
		for (const { file } of examples)
			workflows.set(file, await rest.saveWorkflow(readExample(file, credentialId)));
		return { ...n8n, rest, workflows };
	} catch (error) {
		await n8n.stop();
		throw error;
	}
}
