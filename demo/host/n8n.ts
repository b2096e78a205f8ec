import { type ChildProcess, execFileSync, spawn } from 'child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { createServer } from 'net';
import { join } from 'path';

import { demoFolder, type Host } from './install';

/** One of n8n's processes. */
export interface N8nProcess {
	/** Absent where it could not be started. */
	pid?: number;
	/** Where n8n's own output goes. */
	logFile: string;
	/** Ends n8n in order. */
	stop(): Promise<void>;
	/** Ends n8n at once, as a crash does: it can't save anything more. */
	kill(): Promise<void>;
}

export interface RunningN8n extends N8nProcess {
	url: string;
}

/** A free loopback port; the preferred one where it is free. */
export async function freePort(preferred: number): Promise<number> {
	const listen = async (port: number) =>
		await new Promise<number | undefined>((resolve) => {
			const server = createServer().once('error', () => resolve(undefined));
			server.listen(port, '127.0.0.1', () => {
				const address = server.address();
				server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
			});
		});
	return (await listen(preferred)) ?? (await listen(0)) ?? preferred;
}

const npm = (cwd: string, ...args: string[]) =>
	execFileSync('npm', args, {
		cwd,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
		shell: process.platform === 'win32',
	});

/** Homes where the package as it is now was installed by this process: to pack it again takes seconds. */
const upToDate = new Set<string>();

/** Packs the node package and installs the tarball where n8n keeps community nodes, unless it is that one already. */
export function installPackage(home: string): void {
	const nodes = join(home, '.n8n', 'nodes');
	const installed = join(nodes, '.installed');
	if (upToDate.has(home) && existsSync(installed)) return;
	upToDate.add(home);
	mkdirSync(nodes, { recursive: true });
	const packed = npm(join(demoFolder, '..'), 'pack', '--json', '--pack-destination', nodes);
	const [{ filename, shasum }] = JSON.parse(packed) as [{ filename: string; shasum: string }];
	if (existsSync(installed) && readFileSync(installed, 'utf8') === shasum) return;
	// Without one npm would install into the project around it.
	const manifest = join(nodes, 'package.json');
	if (!existsSync(manifest))
		writeFileSync(manifest, '{ "name": "installed-nodes", "private": true }');
	// n8n brings n8n-workflow itself, so the peer is not installed a second time.
	npm(
		nodes,
		'install',
		join(nodes, filename),
		'--legacy-peer-deps',
		'--ignore-scripts',
		'--no-audit',
		'--no-fund',
	);
	writeFileSync(installed, shasum);
}

async function isReady(url: string): Promise<boolean> {
	const answer = await fetch(`${url}/healthz/readiness`).catch(() => undefined);
	return answer?.ok === true;
}

async function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	await new Promise((resolve) => child.once('exit', resolve));
}

/** One of n8n's processes, with its data in `home`; `settings` are environment variables of its own. */
export async function spawnN8n(
	host: Host,
	home: string,
	command: 'start' | 'worker',
	port: number,
	settings: NodeJS.ProcessEnv,
) {
	mkdirSync(home, { recursive: true });
	const logFile = join(home, command === 'start' ? 'n8n.log' : `${command}-${port}.log`);
	const child = spawn(host.node, [host.n8n, command], {
		env: {
			...process.env,
			NODE_ENV: 'production',
			N8N_USER_FOLDER: home,
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(await freePort(process.env.N8N_PORT === '0' ? 0 : port + 1)),
			N8N_SECURE_COOKIE: 'false',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			N8N_RESTRICT_FILE_ACCESS_TO: demoFolder,
			// n8n's code is compiled once, not at each start.
			NODE_COMPILE_CACHE: join(__dirname, 'node_modules', '.cache', 'node'),
			...settings,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const log = createWriteStream(logFile);
	child.stdout.pipe(log, { end: false });
	child.stderr.pipe(log, { end: false });
	process.once('exit', () => child.kill());
	const end = async (signal: NodeJS.Signals) => {
		child.kill(signal);
		await ended(child);
	};
	return {
		child,
		logFile,
		stop: async () => await end('SIGTERM'),
		kill: async () => await end('SIGKILL'),
	};
}

/** Starts n8n on loopback with its data in `home`, on `N8N_PORT` or n8n's own port where it is free, and waits until it is ready. @throws Error naming the log file. */
export async function startN8n(
	host: Host,
	home: string,
	settings: NodeJS.ProcessEnv = {},
): Promise<RunningN8n> {
	const port = await freePort(Number(process.env.N8N_PORT ?? 5678));
	const { child, logFile, stop, kill } = await spawnN8n(host, home, 'start', port, settings);
	const url = `http://127.0.0.1:${port}`;
	const deadline = Date.now() + 120_000;
	while (!(await isReady(url))) {
		if (child.exitCode !== null || Date.now() > deadline) {
			await stop();
			throw new Error(`n8n did not start; its own words are in ${logFile}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	return { url, pid: child.pid, logFile, stop, kill };
}
