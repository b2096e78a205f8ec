import { useBinaryMode } from '../../demo/engine/engine';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server';

/** A sandbox, and the credential of the node that reaches it. */
export interface Started {
	sandbox: Sandbox;
	credential: Record<string, string>;
}

/**
 * Starts a sandbox for each test of a file, which `take` is given, and ends it with all spies. n8n keeps binary data
 * in memory, unless `binaryMode` says else.
 */
export function useSandbox(
	take: (started: Started) => void,
	{
		binaryMode = 'default',
		...options
	}: SandboxOptions & { binaryMode?: 'default' | 'filesystem' } = {},
): void {
	let sandbox: Sandbox;
	beforeEach(async () => {
		await useBinaryMode(binaryMode);
		sandbox = await startSandbox({ stepMs: 0.01, ...options });
		take({ sandbox, credential: { ...sandbox.credential, baseUrl: sandbox.url } });
	});
	afterEach(async () => {
		jest.restoreAllMocks();
		await sandbox.close();
	});
}
