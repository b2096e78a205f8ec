import { execFileSync, spawn } from 'child_process';
import { once } from 'events';
import { chownSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { globSync } from 'tinyglobby';

import { freePort } from '../../demo/host/n8n';

/** Debian keeps the server's programs out of the PATH. */
const PATH = [
	...globSync('/usr/lib/postgresql/*/bin', { onlyDirectories: true, absolute: true }),
	process.env.PATH,
].join(delimiter);

/** PostgreSQL refuses to run as root; its package brings a user for it. */
function user(): { uid?: number; gid?: number } {
	if (process.getuid?.() !== 0) return {};
	const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

/** A PostgreSQL on loopback for one n8n, gone with everything in it when it is stopped. @throws Error when it is not installed. */
export async function startPostgres(): Promise<{
	settings: NodeJS.ProcessEnv;
	stop(): Promise<void>;
}> {
	const port = await freePort(5440);
	// Its user must be able to reach it, wherever the project lies.
	const folder = mkdtempSync(join(tmpdir(), 'docflow-postgres-'));
	const { uid, gid } = user();
	if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
	const options = { cwd: folder, uid, gid, env: { ...process.env, PATH } };
	try {
		execFileSync(
			'initdb',
			['-D', 'data', '-U', 'n8n', '--auth=trust', '--encoding=UTF8', '--no-sync'],
			{ ...options, stdio: 'ignore' },
		);
	} catch (error) {
		throw new Error(
			`The load tests need PostgreSQL (Debian: apt-get install postgresql): ${(error as Error).message}`,
		);
	}
	const server = ['-D', 'data', '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off'];
	const child = spawn('postgres', server, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
	const ready = new Promise<void>((resolve) =>
		child.stderr.on(
			'data',
			(said) => /ready to accept connections/.test(String(said)) && resolve(),
		),
	);
	const failed = once(child, 'exit').then(() => {
		throw new Error('PostgreSQL ended before it was ready');
	});
	await Promise.race([ready, failed]);
	failed.catch(() => undefined);
	const stop = async () => {
		// Without waiting for n8n to hang up.
		child.kill('SIGINT');
		if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
		rmSync(folder, { recursive: true, force: true });
	};
	const settings = {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_USER: 'n8n',
		DB_POSTGRESDB_DATABASE: 'postgres',
	};
	return { settings, stop };
}
