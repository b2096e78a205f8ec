const { rm } = require('fs/promises');
const { src, dest } = require('gulp');

/**
 * Copies what the TypeScript compiler does not: icons, the codex files that n8n's node search reads, and what n8n knows
 * of a node's output before its first run.
 */
function assets() {
	return src(['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		encoding: false,
		base: '.',
	}).pipe(dest('dist'));
}

/** Removes what was built before: a file that is gone from the source must not be shipped. */
const clean = async () => await rm('dist', { recursive: true, force: true });

exports.assets = assets;
exports.clean = clean;
