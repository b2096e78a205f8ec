// Not yet at each push: it still finds what two Retries pressed at once do to an upload (`npm run test:executions`).
const later = process.env.NIGHTLY || process.env.EXECUTIONS ? [] : ['<rootDir>/test/executions/'];

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', ...later],
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
	},
	globalSetup: '<rootDir>/test/support/seed.ts',
	setupFiles: ['<rootDir>/test/support/environment.ts'],
	testSequencer: '<rootDir>/test/support/longestFirst.js',
	// All cores: the process that leads has next to nothing to do.
	maxWorkers: '100%',
	testTimeout: 30_000,
};
