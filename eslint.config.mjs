// Beside n8n's own rules, which scripts/lint.mjs runs: the arrows between the rooms (CONTRIBUTING.md) and our habits.
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const house = './nodes/DocFlow';

/** The floors of the house, the highest first. What stands in a room may import from lower floors only. */
const FLOORS = [
	['actions', 'trigger', 'methods'],
	['parameters'],
	['delivery', 'output'],
	['files', 'catalog'],
	['transport'],
	['json.ts'],
];

const SHELLS = ['DocFlow.node.ts', 'DocFlowTrigger.node.ts'];

const inHouse = (names) => names.map((name) => `${house}/${name}`);

/** From each room: the rooms beside it, those above, and the shells. */
const zones = FLOORS.flatMap((floor, at) =>
	floor.map((room) => ({
		target: `${house}/${room}`,
		from: [
			...inHouse([...floor.filter((other) => other !== room), ...FLOORS.slice(0, at).flat()]),
			...inHouse(SHELLS),
		],
		message: 'Imports run down only: see the house in CONTRIBUTING.md.',
	})),
);

export default tseslint.config(
	{
		ignores: [
			'**/node_modules/',
			'dist/',
			'coverage/',
			'.mutants/',
			'demo/.n8n-home/',
			'demo/output/',
		],
	},
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.base],
		plugins: { 'import-x': importX },
		settings: {
			'import-x/resolver': { node: { extensions: ['.ts', '.js', '.json'] } },
			'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
		},
		linterOptions: { noInlineConfig: true },
		rules: {
			'import-x/no-cycle': 'error',
			'import-x/no-duplicates': 'error',
			'import-x/no-restricted-paths': ['error', { zones }],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-explicit-any': 'error',
			// What is taken out of a record to leave it behind counts as used, and so does a `_`.
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ ignoreRestSiblings: true, varsIgnorePattern: '^_' },
			],
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: {
			// n8n does not verify a package with runtime dependencies, and its images hide their own from packages.
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: '^(?!\\.|n8n-workflow$|crypto$)',
							message: 'Only n8n-workflow, crypto and own files are there at run time.',
						},
						{
							regex: '/(test|sandbox|demo|bench|scripts)/',
							message: 'What is shipped does not lean on what is not.',
						},
					],
				},
			],
			'no-restricted-globals': [
				'error',
				'process',
				'globalThis',
				'setTimeout',
				'setInterval',
				'setImmediate',
			],
		},
	},
	{
		files: ['test/**/*.ts'],
		rules: {
			'no-restricted-properties': [
				'error',
				...['describe', 'test', 'it'].flatMap((object) =>
					['only', 'skip'].map((property) => ({ object, property, message: 'Every test runs.' })),
				),
				{
					object: 'Math',
					property: 'random',
					message: 'Chance comes from fast-check, by the seed.',
				},
			],
		},
	},
);
