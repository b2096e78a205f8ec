// Runs n8n's own verification rules, as its scanner does: over the source, and over the packed package.
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = process.cwd();
// Inside the project, so that rules which look at n8n-workflow's types find it.
const folder = mkdtempSync(join(root, 'node_modules', '.packed-'));
let failed = false;

const report = (what, result) => {
	console.log(`${result.passed ? 'passed' : 'FAILED'}: ${what}`);
	if (!result.passed) console.log(result.details ?? result.message);
	failed ||= !result.passed;
};

try {
	report('source', await analyzePackage(root, SOURCE_FILE_PATTERNS));
	const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { encoding: 'utf8' });
	execFileSync('tar', ['-xzf', join(folder, JSON.parse(packed)[0].filename), '-C', folder]);
	report('package', await analyzePackage(join(folder, 'package'), ['**/*.js', 'package.json']));
} finally {
	rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
