import { execFileSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { cpus } from 'os';
import { join } from 'path';

import { installHost } from '../../demo/host/install';
import type { Measured } from './loadHost';

/** What a load took, and where. */
export interface Row {
	where: string;
	what: string;
	measured: Measured;
}

const FILE = join(__dirname, '../../docs/load.md');

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(0);

const line = ({ where, what, measured: { files, rise, peaks, seconds } }: Row) => {
	const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
	return `| ${[where, what, files.length, megabytes(bytes), megabytes(rise), megabytes(Math.max(...peaks)), seconds.toFixed(1)].join(' | ')} |`;
};

async function versions(): Promise<string> {
	const { node } = await installHost();
	const { dependencies } = JSON.parse(
		readFileSync(join(__dirname, '../../demo/host/package.json'), 'utf8'),
	) as { dependencies: { n8n: string } };
	return `n8n ${dependencies.n8n} on Node.js ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1)}, ${cpus().length} processor cores`;
}

/** Writes docs/load.md from a whole run, when `npm run load` asks for it. */
export async function writeReport(rows: Row[]): Promise<void> {
	if (process.env.WRITE_LOAD === undefined) return;
	writeFileSync(
		FILE,
		`# Under load

Written by \`npm run load\` from a run of \`test/e2e/load.test.ts\`; don't edit it by hand. Measured with ${await versions()},
which the stand-in for DocFlow shares: its time is part of the seconds, and the real service takes longer to recognise
documents. Each run compares all files by name, size and SHA-256 with what the stand-in stored and with the rows that
came out: none is missing, none is there twice. Recognition ends only when all files are there, so fifty executions at
once are all at work at once.

| n8n | Load | Files | MB | Memory rise, MB | Memory at most, MB | Seconds |
| --- | --- | --: | --: | --: | --: | --: |
${rows.map(line).join('\n')}

- **Memory rise**: the most that the load added to what the n8n process held before (resident memory, as Linux keeps its
  peak); of several processes the one with the largest. It includes garbage that Node.js had not collected yet.
- **Queue mode**: Redis, PostgreSQL, one main process, two workers, and binary data in the database, n8n's default there. From its
  database n8n gives each file in one piece, so memory depends on the largest file rather than on all of them.
`,
	);
}
