const { default: Sequencer } = require('@jest/test-sequencer');

/** The folders of the tests that take half a minute or more, the longest first. */
const LONG = ['registry', 'executions', 'faults', 'simulation', 'secrets'];

/** Begins with the long tests, so that no core is left alone with one at the end. */
module.exports = class extends Sequencer {
	sort(tests) {
		const place = ({ path }) => {
			const at = LONG.findIndex((folder) => path.includes(`/test/${folder}/`));
			return at < 0 ? LONG.length : at;
		};
		return [...super.sort(tests)].sort((a, b) => place(a) - place(b));
	}
};
