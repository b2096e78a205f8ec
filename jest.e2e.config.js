/** The end-to-end tests start a whole n8n, which takes minutes to install the first time. */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test/e2e'],
	setupFiles: ['<rootDir>/test/e2e/environment.ts'],
	transform: require('./jest.config.js').transform,
	// Two n8n side by side would only slow each other down.
	maxWorkers: 1,
	testTimeout: 60_000,
};
