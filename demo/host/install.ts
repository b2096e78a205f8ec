import { execFile, type ExecFileOptions } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, readFileSync, writeFileSync } from 'fs';
import { delimiter, join } from 'path';
import { promisify } from 'util';

const run = promisify(execFile);

/** The demo's own folder; everything the demo writes stays below it. */
export const demoFolder = join(__dirname, '..');
const modules = join(__dirname, 'node_modules');
const stamp = join(modules, '.docflow-demo');
/** What the current n8n needs. */
const NODE_MAJOR = 24;

export interface Host {
	/** The Node.js that runs n8n. */
	node: string;
	/** n8n's start script. */
	n8n: string;
}

const machineNodeFits = () => Number(process.versions.node.split('.')[0]) >= NODE_MAJOR;

function host(): Host {
	return {
		node: machineNodeFits() ? process.execPath : join(modules, 'node', 'bin', 'node'),
		n8n: join(modules, 'n8n', 'bin', 'n8n'),
	};
}

/** Changes with the lock file and with the Node.js that the native modules are built for. */
function wanted(): string {
	const lock = readFileSync(join(__dirname, 'package-lock.json'));
	return createHash('sha256').update(lock).update(String(machineNodeFits())).digest('hex');
}

async function npm(args: string[], what: string): Promise<void> {
	const start = Date.now();
	const say = () => console.log(`  ${what} … ${Math.round((Date.now() - start) / 1000)} s`);
	const timer = setInterval(say, 15_000);
	const path = `${join(host().node, '..')}${delimiter}${process.env.PATH ?? ''}`;
	const options: ExecFileOptions = {
		cwd: __dirname,
		env: { ...process.env, PATH: path },
		maxBuffer: 64 * 1024 * 1024,
		shell: process.platform === 'win32',
	};
	try {
		say();
		await run('npm', [...args, '--no-audit', '--no-fund'], options);
	} catch (error) {
		const { stderr = '' } = error as { stderr?: string };
		const reason = stderr
			.split('\n')
			.filter((line) => /npm (error|ERR!)/.test(line) && !/A complete log/.test(line));
		throw new Error(`npm ${args[0]} failed:\n${reason.slice(0, 8).join('\n') || String(error)}`);
	} finally {
		clearInterval(timer);
	}
}

/**
 * The current n8n in `demo/host/node_modules`, installed on first use: some minutes and about 3 GB. Only
 * the native modules that n8n can't do without are built.
 * @throws Error with npm's own reason.
 */
export async function installHost(): Promise<Host> {
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return host();
	console.log('Installing n8n under demo/ (once; about 3 GB, some minutes)');
	await npm(['ci', '--ignore-scripts'], 'downloading n8n');
	if (!machineNodeFits())
		await npm(
			['rebuild', 'node', '--ignore-scripts=false'],
			`unpacking Node.js ${NODE_MAJOR} for it`,
		);
	await npm(
		['rebuild', 'sqlite3', 'isolated-vm', '--ignore-scripts=false'],
		'building its native modules',
	);
	writeFileSync(stamp, wanted());
	return host();
}
