/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
	setupFiles: ['<rootDir>/test/support/environment.ts'],
	testTimeout: 30_000,
	// Something loaded with n8n-core keeps the process alive after the last test; which, is not found yet.
	forceExit: true,
};
