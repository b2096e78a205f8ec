import { performance } from 'perf_hooks';

import { startSandbox } from '../sandbox/server';
import { seedFiles } from '../sandbox/service/seed';

/** What the workspace tells once it is there. */
export interface Ready {
	url: string;
	credential: Record<string, string>;
}

/**
 * A workspace of many files in a process of its own, so that its work is not counted to the poll. A number that it is
 * sent is how many more files have just been finished; those of an earlier number are gone again. It answers how many
 * milliseconds it was busy since the number before.
 */
async function main(): Promise<void> {
	const [size, latencyMs] = process.argv.slice(2).map(Number);
	const { url, credential, files } = await startSandbox({ seed: size, latencyMs });
	process.on('disconnect', () => process.exit());
	let since = performance.eventLoopUtilization();
	process.on('message', async (changed: number) => {
		const { active } = performance.eventLoopUtilization(since);
		files.length = size;
		// Recognition took its time: begun ten seconds ago, they are finished by now.
		const begun = Date.now() - 10_000;
		files.push(
			...(await seedFiles(changed, { workspace: credential.workspaceId, from: begun, to: begun })),
		);
		since = performance.eventLoopUtilization();
		process.send?.(active);
	});
	const ready: Ready = { url, credential: { ...credential } };
	process.send?.(ready);
}

void main();
