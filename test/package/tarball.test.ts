import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'fs';
import { builtinModules } from 'module';
import { tmpdir } from 'os';
import { join } from 'path';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'docflow-tarball-'));
const installed = join(folder, 'node_modules', 'n8n-nodes-docflow');
let packed: string[];

/** npm without the settings of the npm that runs this test. */
function npm(cwd: string, ...args: string[]): string {
	return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
	dependencies?: object;
	peerDependencies: object;
	peerDependenciesMeta: object;
}
const manifest = () =>
	JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest;

beforeAll(() => {
	const [{ filename, files }] = JSON.parse(
		npm(root, 'pack', '--json', '--pack-destination', folder),
	) as [{ filename: string; files: Array<{ path: string }> }];
	packed = files.map(({ path }) => path);
	npm(folder, 'init', '--yes');
	// As people type it. n8n-workflow is there wherever n8n is: fetched beside it, it would want a compiler.
	npm(folder, 'install', join(folder, filename), '--offline', '--no-audit', '--no-fund');
	// n8n brings n8n-workflow, and nothing else may be needed.
	mkdirSync(join(folder, 'node_modules'), { recursive: true });
	symlinkSync(
		join(root, 'node_modules', 'n8n-workflow'),
		join(folder, 'node_modules', 'n8n-workflow'),
	);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('holds the compiled code, index.js, README and LICENSE, and nothing else', () => {
	const others = packed.filter((path) => !path.startsWith('dist/'));
	expect(others.sort()).toEqual(['LICENSE', 'README.md', 'index.js', 'package.json']);
	expect(
		packed.filter(
			(path) =>
				path.startsWith('dist/') &&
				!/^dist\/(nodes|credentials)\/.*(\.(js|svg|node\.json)|\/__schema__\/.*\.json)$/.test(path),
		),
	).toEqual([]);
	expect(readFileSync(join(installed, 'LICENSE'), 'utf8')).toMatch(/MIT/);
});

test('needs nothing but n8n-workflow', () => {
	const { dependencies, peerDependencies, peerDependenciesMeta } = manifest();
	expect(dependencies).toBeUndefined();
	expect(peerDependencies).toEqual({ 'n8n-workflow': '*' });
	expect(peerDependenciesMeta).toEqual({ 'n8n-workflow': { optional: true } });
	const modules = packed
		.filter((path) => path.endsWith('.js'))
		.flatMap((path) =>
			[
				...readFileSync(join(installed, path), 'utf8').matchAll(/\brequire\(["']([^"']+)["']\)/g),
			].map(([, name]) => name),
		)
		.filter((name) => !name.startsWith('.'));
	expect(
		[...new Set(modules)].filter(
			(name) => name !== 'n8n-workflow' && !(name === 'crypto' && builtinModules.includes(name)),
		),
	).toEqual([]);
});

test('loads in an empty folder, where form-data is not to be found', () => {
	const { nodes, credentials } = manifest().n8n;
	const script = `
		require('n8n-nodes-docflow');
		let found = true;
		try { require.resolve('form-data') } catch { found = false }
		const load = (path) => {
			const name = path.split('/').pop().split('.')[0];
			const type = new (require('./node_modules/n8n-nodes-docflow/' + path)[name])();
			return { name: type.name ?? type.description.name, icon: type.icon ?? type.description.icon, path };
		};
		console.log(JSON.stringify({ found, types: ${JSON.stringify([...nodes, ...credentials])}.map(load) }));`;
	const out = execFileSync(process.execPath, ['-e', script], {
		cwd: folder,
		encoding: 'utf8',
		env: { PATH: process.env.PATH },
	});
	const { found, types } = JSON.parse(out) as {
		found: boolean;
		types: Array<{ name: string; icon: { light: string; dark: string }; path: string }>;
	};
	expect(found).toBe(false);
	expect(types.map(({ name }) => name)).toEqual(['docFlow', 'docFlowTrigger', 'docFlowApi']);
	for (const { icon, path } of types)
		for (const file of [icon.light, icon.dark])
			expect(existsSync(join(installed, path, '..', file.replace('file:', '')))).toBe(true);
	for (const node of nodes)
		expect(existsSync(join(installed, node.replace('.js', '.json')))).toBe(true);
});
