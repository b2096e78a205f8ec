const { spawn } = require('child_process');
const { rm } = require('fs/promises');
const { src, dest, watch } = require('gulp');

const ASSETS = ['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];

/**
 * Copies what the TypeScript compiler does not: icons, the codex files that n8n's node search reads, and what n8n knows
 * of a node's output before its first run.
 */
function assets() {
	return src(ASSETS, { encoding: false, base: '.' }).pipe(dest('dist'));
}

/** Removes what was built before: a file that is gone from the source must not be shipped. */
const clean = async () => await rm('dist', { recursive: true, force: true });

/** Builds anew whatever changes, until it is stopped. */
function dev() {
	watch(ASSETS, { ignoreInitial: false }, assets);
	return spawn('tsc', ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'], {
		stdio: 'inherit',
		shell: true,
	});
}

exports.dev = dev;
exports.assets = assets;
exports.clean = clean;
