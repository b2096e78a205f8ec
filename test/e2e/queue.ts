import { spawn } from 'child_process';
import { once } from 'events';
import { connect } from 'net';

import { installHost } from '../../demo/host/install';
import { freePort, type N8nProcess, spawnN8n } from '../../demo/host/n8n';
import { pause } from './heldSandbox';
import { startPostgres } from './postgres';

/** A Redis on loopback that keeps nothing on disk. @throws Error when redis-server is not installed. */
export async function startRedis(): Promise<{ port: number; stop(): Promise<void> }> {
	const port = await freePort(6400);
	const child = spawn(
		'redis-server',
		['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
		{ stdio: 'ignore' },
	);
	const failed = once(child, 'error').then(([error]) => {
		throw new Error(
			`Queue mode needs redis-server (Debian: apt-get install redis-server): ${(error as Error).message}`,
		);
	});
	const answers = async () => {
		for (;;) {
			const socket = connect(port, '127.0.0.1');
			const isUp = await Promise.race([
				once(socket, 'connect').then(() => true),
				once(socket, 'error').then(() => false),
			]).catch(() => false);
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

/** Redis, and a database that takes many writers at once, as n8n's SQLite does not; with n8n's settings for both. */
export async function startQueue(): Promise<{
	settings: NodeJS.ProcessEnv;
	stop(): Promise<void>;
}> {
	const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
	const stop = async () => {
		await Promise.all([redis.stop(), postgres.stop()]);
	};
	return { settings: { ...queueSettings(redis.port), ...postgres.settings }, stop };
}

/** One of several workers that take executions from a queue; home and settings are those of its main n8n. */
export async function startWorker(
	home: string,
	number: number,
	settings: NodeJS.ProcessEnv,
): Promise<N8nProcess> {
	// A worker takes its ports some time after it was started.
	const port = await freePort(5800 + 10 * number);
	const { child, ...rest } = await spawnN8n(await installHost(), home, 'worker', port, settings);
	return { pid: child.pid, ...rest };
}
