const base = require('./jest.config.js');

/** Tests on the engine of the oldest n8n that the node is for; installed in `test/oldest` by `npm run test:oldest`. */
module.exports = {
	...base,
	testMatch: ['errorItems', 'pairing', 'upload', 'plain', 'output'].map(
		(name) => `<rootDir>/test/integration/${name}.test.ts`,
	),
	moduleNameMapper: {
		'^n8n-core$': '<rootDir>/test/oldest/core.js',
		'^(n8n-core/.*|n8n-workflow|@n8n/di)$': '<rootDir>/test/oldest/node_modules/$1',
	},
};
