// Runs the rules of n8n's own scanner, over the source and over the packed package. The scanner's
// analyzePackage passes over warnings; here they fail too.
import {
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = process.cwd();
// Inside the project, so that rules which look at n8n-workflow's types find it.
const folder = mkdtempSync(join(root, 'node_modules', '.packed-'));

/** Lints the files as the scanner does; answers the number of errors and warnings. */
async function scan(what, cwd, patterns) {
	const overrideConfig = await buildScanConfig();
	const eslint = new ESLint({
		cwd,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig,
	});
	const results = await eslint.lintFiles(patterns.map((pattern) => join(cwd, pattern)));
	const sum = (count) => results.reduce((total, result) => total + result[count], 0);
	const formatter = await eslint.loadFormatter('stylish');
	console.log(
		`${what}: ${results.length} files, ${sum('errorCount')} errors, ${sum('warningCount')} warnings`,
	);
	console.log(await formatter.format(results));
	return sum('errorCount') + sum('warningCount');
}

try {
	let problems = await scan('source', root, SOURCE_FILE_PATTERNS);
	const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
		encoding: 'utf8',
	});
	execFileSync('tar', ['-xzf', join(folder, JSON.parse(packed)[0].filename), '-C', folder]);
	problems += await scan('package', join(folder, 'package'), ['**/*.js', 'package.json']);
	process.exitCode = problems > 0 ? 1 : 0;
} finally {
	rmSync(folder, { recursive: true, force: true });
}
