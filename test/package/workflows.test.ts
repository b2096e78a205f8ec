import { readdirSync, readFileSync } from 'fs';
import { type INode, type INodeParameters, type INodeType, NodeHelpers } from 'n8n-workflow';
import { join } from 'path';

import { DocFlow } from '../../nodes/DocFlow/DocFlow.node';
import { DocFlowTrigger } from '../../nodes/DocFlow/DocFlowTrigger.node';

const root = join(__dirname, '../..');
const folder = join(root, 'demo/workflows');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

const ours: Record<string, INodeType> = {
	'n8n-nodes-docflow.docFlow': new DocFlow(),
	'n8n-nodes-docflow.docFlowTool': new DocFlow(),
	'n8n-nodes-docflow.docFlowTrigger': new DocFlowTrigger(),
};

interface Example {
	nodes: INode[];
	connections: Record<string, Record<string, Array<Array<{ node: string }> | null>>>;
}

const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Example;

/** The paths of all that is set in parameters. */
const pathsOf = (value: unknown, path = ''): string[] =>
	typeof value === 'object' && value !== null && !Array.isArray(value) && !('__rl' in value)
		? Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, `${path}/${name}`))
		: [path];

/** What n8n's editor says of a node's parameters, and what is set without a field that shows. */
function faultsOf(node: INode): unknown {
	const { description } = ours[node.type];
	// n8n adds the poll times to every polling trigger itself.
	const { pollTimes: _ofN8n, ...parameters } = node.parameters;
	const properties = description.properties;
	const shown = NodeHelpers.getNodeParameters(
		properties,
		parameters,
		true,
		false,
		node,
		description,
	) as INodeParameters;
	const known = pathsOf(shown);
	return {
		unknown: pathsOf(parameters).filter(
			(path) => !known.includes(path) && !path.endsWith('/options'),
		),
		issues: NodeHelpers.getNodeParametersIssues(properties, { ...node, parameters }, description),
	};
}

describe.each(files)('%s', (file) => {
	const { nodes, connections } = read(file);

	test('sets only fields that show, to values that n8n takes', () => {
		const mine = nodes.filter(({ type }) => type in ours);
		expect(mine.length).toBeGreaterThan(0);
		for (const node of mine)
			expect([node.name, faultsOf(node)]).toEqual([node.name, { unknown: [], issues: null }]);
	});

	test('connects nodes that it has, each with an id of its own', () => {
		const names = new Set(nodes.map(({ name }) => name));
		const targets = Object.values(connections)
			.flatMap((byType) => Object.values(byType).flat(2))
			.flatMap((target) => (target === null ? [] : [target.node]));
		expect([...Object.keys(connections), ...targets].filter((name) => !names.has(name))).toEqual(
			[],
		);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
	});
});

test('README names them all', () =>
	expect(files.filter((file) => !readme.includes(`demo/workflows/${file}`))).toEqual([]));
