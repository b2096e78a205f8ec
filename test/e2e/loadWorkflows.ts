import type { Workflow } from '../../demo/host/rest';
import { examples, readExample } from '../../demo/workflows';

type Node = Workflow['nodes'][number];

/** A node that the example workflows don't have. */
const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
) => ({
	id: name,
	name,
	type: `n8n-nodes-base.${type}`,
	typeVersion,
	position: [0, 0],
	parameters,
});

/** Makes all files attachments of one item. */
const asOneItem = node('Aggregate', 'aggregate', 1, {
	aggregate: 'aggregateAllItemData',
	destinationFieldName: 'files',
	options: { includeBinaries: true },
});

/** Takes files that are posted to it, and answers with the items of the last node. */
const webhook = (path: string) => ({
	...node('Webhook', 'webhook', 2.1, {
		httpMethod: 'POST',
		path,
		responseMode: 'lastNode',
		responseData: 'allEntries',
		options: {},
	}),
	webhookId: path,
});

/** A workflow of nodes one after the other. */
function chain(name: string, nodes: Node[]): Workflow {
	const links = nodes
		.slice(1)
		.map((next, at) => [nodes[at].name, { main: [[{ node: next.name, type: 'main', index: 0 }]] }]);
	return {
		name,
		nodes,
		connections: Object.fromEntries(links) as Workflow['connections'],
		settings: { executionOrder: 'v1' },
	};
}

/** The nodes of the first example: it uploads files from disk, waits, and writes a spreadsheet; here a CSV, which is read sooner. */
function nodesOf(credentialId: string, batchMode: 'allItems' | 'perItem'): Node[] {
	const { nodes } = readExample(examples[0].file, credentialId);
	Object.assign(nodes[2].parameters, { binaryPropertyName: '*', batchMode, output: 'simplified' });
	Object.assign(nodes[3].parameters, { operation: 'csv' });
	return nodes;
}

/** Where the files are, as a pattern, and the spreadsheet to write. */
export interface Paths {
	files: string;
	sheet: string;
}

/** The node that starts the workflows with files from disk. */
export const START = examples[0].start;

/** Uploads files from disk: as attachments of one item, or as items that are batches of their own. */
export function fromDisk(
	credentialId: string,
	items: 'one item' | 'own batches',
	{ files, sheet }: Paths,
): Workflow {
	const [start, read, docFlow, convert, write] = nodesOf(
		credentialId,
		items === 'one item' ? 'allItems' : 'perItem',
	);
	read.parameters.fileSelector = files;
	write.parameters.fileName = sheet;
	return chain(`Load: ${items}`, [
		start,
		read,
		...(items === 'one item' ? [asOneItem] : []),
		docFlow,
		convert,
		write,
	]);
}

/** Uploads what is posted to a webhook. */
export function fromWebhook(credentialId: string, path: string): Workflow {
	const [, , docFlow] = nodesOf(credentialId, 'perItem');
	return chain(`Load: ${path}`, [webhook(path), docFlow]);
}
