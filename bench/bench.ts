import { execFile } from 'child_process';
import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';

import { demoFolder, type Host, installHost } from '../demo/host/install';
import { startSandbox } from '../sandbox/server';
import type { Job } from './measure';
import { median } from './meter';

const run = promisify(execFile);
const folder = join(demoFolder, '.n8n-home', 'bench');
const ROUNDS = 7;
const TOOLS = ['DocFlow', 'DocFlow, signed', 'HTTP Request', 'curl'] as const;

interface Case {
	title: string;
	latencyMs: number;
	files: number;
	bytes: number;
}

interface Reading {
	ms: number;
	requests: number;
	mb?: number;
}

const CASES: Case[] = [
	{
		title: '50 files of 100 KB, 50 ms of server latency',
		latencyMs: 50,
		files: 50,
		bytes: 100 * 1024,
	},
	{ title: 'one file of 100 MB', latencyMs: 0, files: 1, bytes: 100 * 1024 * 1024 },
];

/** The files of a case, and a small one for warming up, last. */
function makeFiles({ files, bytes }: Case): string[] {
	const make = (name: string, size: number) => {
		writeFileSync(join(folder, name), Buffer.alloc(size, 'docflow '));
		return join(folder, name);
	};
	return [
		...Array.from({ length: files }, (_, at) => make(`file-${at}.jpg`, bytes)),
		make('warm-up.jpg', 1024),
	];
}

async function inNode(host: Host, job: Job): Promise<{ ms: number; mb: number }> {
	const env = {
		...process.env,
		NODE_ENV: 'production',
		N8N_ENCRYPTION_KEY: 'only-for-benchmarks',
		N8N_USER_FOLDER: folder,
	};
	const args = [
		'--expose-gc',
		'--import',
		'tsx',
		join(__dirname, 'measure.ts'),
		JSON.stringify(job),
	];
	const { stdout } = await run(host.node, args, { env });
	return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { ms: number; mb: number };
}

async function withCurl({ url, credential, files }: Omit<Job, 'tool'>): Promise<{ ms: number }> {
	const address = `${url}/api/app-api/sip/platform/v2/file/upload?workspace_id=${credential.workspaceId}&batch_number=2`;
	const headers = [
		'-H',
		`x-ti-app-id: ${credential.appId}`,
		'-H',
		`x-ti-secret-code: ${credential.secretCode}`,
	];
	const parts = files.slice(0, -1).flatMap((file) => ['-F', `file=@${file};type=image/jpeg`]);
	const start = performance.now();
	await run('curl', ['-sS', ...headers, ...parts, address]);
	return { ms: performance.now() - start };
}

async function measureCase(host: Host, one: Case): Promise<void> {
	const sandbox = await startSandbox({ latencyMs: one.latencyMs });
	const job = { url: sandbox.url, credential: { ...sandbox.credential }, files: makeFiles(one) };
	const readings = new Map<string, Reading[]>(TOOLS.map((tool) => [tool, []]));
	// In turns, so that whatever else the machine does meets all of them.
	for (let round = 0; round < ROUNDS; round++)
		for (const tool of TOOLS) {
			const before = sandbox.requests.length;
			const reading = tool === 'curl' ? await withCurl(job) : await inNode(host, { ...job, tool });
			const warmUp = tool === 'curl' ? 0 : 1;
			readings.get(tool)?.push({ ...reading, requests: sandbox.requests.length - before - warmUp });
			sandbox.files.length = 0;
		}
	await sandbox.close();
	const ours = median((readings.get('DocFlow') ?? []).map(({ ms }) => ms));
	console.log(`\n${one.title}: medians of ${ROUNDS} rounds`);
	console.table(
		Object.fromEntries(
			[...readings].map(([tool, all]) => {
				const ms = median(all.map((reading) => reading.ms));
				const mb =
					all[0].mb === undefined ? '' : Math.round(median(all.map((reading) => reading.mb ?? 0)));
				return [
					tool,
					{
						requests: all[0].requests,
						ms: Math.round(ms),
						'DocFlow is faster by': (ms / ours).toFixed(2),
						'extra memory MB': mb,
					},
				];
			}),
		),
	);
}

/** Uploads with the DocFlow node, n8n's HTTP Request node and curl, side by side. */
async function main(): Promise<void> {
	const host = await installHost();
	const { stdout: version } = await run(host.node, ['--version']);
	mkdirSync(folder, { recursive: true });
	console.log(
		`Node.js ${version.trim()}, files on disk (filesystem mode), against the stand-in on this machine`,
	);
	for (const one of CASES) await measureCase(host, one);
	rmSync(folder, { recursive: true, force: true });
}

void main();
