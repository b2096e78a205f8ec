/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
	},
	globalSetup: '<rootDir>/test/support/setup.ts',
	globalTeardown: '<rootDir>/test/support/teardown.ts',
	setupFiles: ['<rootDir>/test/support/environment.ts'],
	testSequencer: '<rootDir>/test/support/longestFirst.js',
	// All cores: the process that leads has next to nothing to do.
	maxWorkers: '100%',
	testTimeout: 30_000,
};
