/** The end-to-end tests start a whole n8n, which takes minutes to install the first time. */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test/e2e'],
	setupFiles: ['<rootDir>/test/e2e/environment.ts'],
	transform: require('./jest.config.js').transform,
	// Much of a test is waiting, for a poll or for n8n to start.
	maxWorkers: 2,
	testTimeout: 60_000,
};
