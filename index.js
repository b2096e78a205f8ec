// n8n finds nodes and credentials through the "n8n" field of package.json; this is for everyone else.
module.exports = {
	...require('./dist/nodes/DocFlow/DocFlow.node.js'),
	...require('./dist/nodes/DocFlow/DocFlowTrigger.node.js'),
	...require('./dist/credentials/DocFlowApi.credentials.js'),
};
