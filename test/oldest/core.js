const core = require('./node_modules/n8n-core');

/** n8n-core as the tests know it: this one still took what to run one by one. */
class WorkflowExecute extends core.WorkflowExecute {
	run({ workflow, startNode }) {
		return super.run(workflow, startNode);
	}
}

module.exports = { ...core, WorkflowExecute };
