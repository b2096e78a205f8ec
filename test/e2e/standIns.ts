import type { Workflow } from '../../demo/host/rest';

type Node = Workflow['nodes'][number];

/** A sheet in the place of Google's: a table of n8n's own, matched on the same column. Its columns take no blanks. */
const dataTable = ({ parameters }: Node, table: string, columns: string[]): Partial<Node> => {
	const { matchingColumns } = parameters.columns as { matchingColumns: [string] };
	const [keyName] = matchingColumns;
	return {
		type: 'n8n-nodes-base.dataTable',
		...{ typeVersion: 1 },
		parameters: {
			resource: 'row',
			operation: 'upsert',
			dataTableId: { __rl: true, mode: 'name', value: table },
			matchType: 'allConditions',
			filters: {
				conditions: [
					{ keyName, condition: 'eq', keyValue: `={{ $json[${JSON.stringify(keyName)}] }}` },
				],
			},
			columns: {
				mappingMode: 'defineBelow',
				value: Object.fromEntries(
					columns.map((name) => [columnOf(name), `={{ $json[${JSON.stringify(name)}] }}`]),
				),
			},
			options: {},
		},
	};
};

/** A folder on this machine in the place of one in Google Drive. */
const watchedFolder = (folder: string): Partial<Node> => ({
	type: 'n8n-nodes-base.localFileTrigger',
	...{ typeVersion: 1 },
	parameters: { triggerOn: 'folder', path: folder, events: ['add'], options: {} },
});

const readFile: Partial<Node> = {
	type: 'n8n-nodes-base.readWriteFile',
	...{ typeVersion: 1 },
	parameters: { fileSelector: '={{ $json.path }}', options: {} },
};

/** What a sheet's column is called in a table of n8n's. */
export const columnOf = (name: string): string => name.replace(/\W/g, '_');

/** Where the nodes that need an account elsewhere find their like. */
export interface Local {
	folder: string;
	table: string;
	/** Of the sheet, as the example fills it. */
	columns: string[];
}

/** An example with every node that needs an account elsewhere swapped for one that needs none; all others as they are. */
export const onThisMachine = (example: Workflow, { folder, table, columns }: Local): Workflow => ({
	...example,
	nodes: example.nodes.map((node) => {
		const swaps: Record<string, () => Partial<Node>> = {
			'n8n-nodes-base.googleDriveTrigger': () => watchedFolder(folder),
			'n8n-nodes-base.googleDrive': () => readFile,
			'n8n-nodes-base.googleSheets': () => dataTable(node, table, columns),
		};
		return { ...node, ...swaps[node.type]?.() };
	}),
});
