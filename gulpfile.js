const { src, dest } = require('gulp');

/** Copies what the TypeScript compiler does not: icons, and the codex files that n8n's node search reads. */
function assets() {
	return src(['nodes/**/*.{svg,png}', 'nodes/**/*.node.json'], { encoding: false, base: '.' }).pipe(dest('dist'));
}

exports.assets = assets;
