import { spawn } from 'child_process';
import { once } from 'events';
import { connect } from 'net';

import { installHost } from '../../demo/host/install';
import { freePort, spawnN8n } from '../../demo/host/n8n';
import { pause } from './heldSandbox';

/** A Redis on loopback that keeps nothing on disk. @throws Error when redis-server is not installed. */
export async function startRedis(): Promise<{ port: number; stop(): Promise<void> }> {
	const port = await freePort(6400);
	const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
	const failed = once(child, 'error').then(([error]) => {
		throw new Error(`Queue mode needs redis-server (Debian: apt-get install redis-server): ${(error as Error).message}`);
	});
	const answers = async () => {
		for (;;) {
			const socket = connect(port, '127.0.0.1');
			const isUp = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
			socket.destroy();
			if (isUp) return;
			await pause(50);
		}
	};
	await Promise.race([answers(), failed]);
	const stop = async () => {
		child.kill();
		if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
	};
	return { port, stop };
}

/** What makes n8n put executions in a queue, those started in the editor too. */
export const queueSettings = (redisPort: number): NodeJS.ProcessEnv => ({
	EXECUTIONS_MODE: 'queue',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: String(redisPort),
});

/** One of several workers that take executions from the queue of the n8n with that home. */
export async function startWorker(home: string, redisPort: number, number: number): Promise<{ stop(): Promise<void> }> {
	// A worker takes its ports some time after it was started.
	const port = await freePort(5800 + 10 * number);
	return await spawnN8n(await installHost(), home, 'worker', port, queueSettings(redisPort));
}
