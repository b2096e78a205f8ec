import { useBinaryMode } from '../../demo/engine/engine';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server';

/** A sandbox, and the credential of the node that reaches it. */
export interface Started {
	sandbox: Sandbox;
	credential: Record<string, string>;
}

/**
 * Gives each test of a file a sandbox as new, by `take`, and ends all spies after it; a start for each would take most of
 * the time. n8n keeps binary data in memory, unless `binaryMode` says else.
 */
export function useSandbox(
	take: (started: Started) => void,
	{
		binaryMode = 'default',
		...options
	}: SandboxOptions & { binaryMode?: 'default' | 'filesystem' } = {},
): void {
	let sandbox: Sandbox | undefined;
	beforeEach(async () => {
		await useBinaryMode(binaryMode);
		// Not before: the clock may be one that each test sets.
		if (sandbox === undefined) sandbox = await startSandbox({ stepMs: 0.01, ...options });
		else sandbox.reset();
		take({ sandbox, credential: { ...sandbox.credential, baseUrl: sandbox.url } });
	});
	afterEach(() => jest.restoreAllMocks());
	afterAll(async () => await sandbox?.close());
}
