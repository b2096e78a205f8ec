/** The end-to-end tests start a whole n8n, which takes minutes to install the first time. */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test/e2e'],
	transform: require('./jest.config.js').transform,
	testTimeout: 60_000,
};
