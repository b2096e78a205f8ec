import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

/** A workflow as n8n saves it. */
export interface Definition {
	id: string;
	nodes: INode[];
	connections: IConnections;
}

/** Settings of the DocFlow nodes of a workflow. */
export interface Settings {
	parameters: INodeParameters;
	/** Retry On Fail, On Error and the like. */
	node: Partial<INode>;
	/** The node's name, which can be changed. */
	name: (typeof DOCFLOW_NAMES)[number];
}

/** A way to build DocFlow into a workflow. */
export interface Shape {
	name: string;
	/** How often a file of the input is to go up. */
	times: number;
	/** Nodes beside DocFlow that can fail, or in which n8n can be killed. */
	others: string[];
	workflows(settings: Settings): Definition[];
}

/** Every name that DocFlow nodes have: the usual one, that of a renamed one, that of a second one. */
export const DOCFLOW_NAMES = ['DocFlow', 'Renamed', 'Second'] as const;

function definition(id: string, nodes: INode[], links: string[]): Definition {
	const connections: IConnections = {};
	const isOurs = (name: string) => nodes.some((one) => one.name === name && one.type === 'docFlow');
	const connect = (source: string, output: number, to: string) => {
		const { main } = (connections[source] ??= { main: [] });
		while (main.length <= output) main.push([]);
		main[output]?.push({ node: to, type: 'main', index: 0 });
	};
	for (const link of links) {
		const [from, to] = link.split(' > ');
		const [source, output = '0'] = from.split(' #');
		connect(source, Number(output), to);
		// What failed goes on too, by the error output where the node has one.
		if (isOurs(source)) connect(source, 1, to);
	}
	return { id, nodes, connections };
}

const node = (name: string, type: string, parameters: INodeParameters = {}): INode => ({
	id: `id of ${name}`,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters,
});

const docFlow = (
	{ parameters, node: more, name }: Settings,
	id = 'id of DocFlow',
	called = name,
): INode => ({
	...node(called, 'docFlow', { resource: 'file', operation: 'upload', ...parameters }),
	...more,
	id,
	credentials: { docFlowApi: { id: '1', name: 'DocFlow' } },
});

const [email, before, after] = [
	node('Email', 'start'),
	node('Before', 'step'),
	node('After', 'step'),
];
const turns = (name: string) => [
	'Loop #0 > Done',
	`Loop #1 > ${name}`,
	`${name} > After`,
	'After > Loop',
];
const [loopNode, done] = [node('Loop', 'loop'), node('Done', 'step')];

/** The kinds of workflow that are tried; each begins at the node `Email`. */
export const SHAPES: Shape[] = [
	{
		name: 'one after the other',
		times: 1,
		others: ['Before', 'After'],
		workflows: (settings) => [
			definition(
				'main',
				[email, before, docFlow(settings), after],
				['Email > Before', `Before > ${settings.name}`, `${settings.name} > After`],
			),
		],
	},
	{
		name: 'a loop',
		times: 1,
		others: ['Before', 'After', 'Done'],
		workflows: (settings) => [
			definition(
				'main',
				[email, before, loopNode, docFlow(settings), after, done],
				['Email > Before', 'Before > Loop', ...turns(settings.name)],
			),
		],
	},
	{
		name: 'a loop with each file twice',
		times: 2,
		others: ['After', 'Done'],
		workflows: (settings) => [
			definition(
				'main',
				[email, node('Twice', 'twice'), loopNode, docFlow(settings), after, done],
				['Email > Twice', 'Twice > Loop', ...turns(settings.name)],
			),
		],
	},
	{
		name: 'two connections into the node',
		times: 2,
		others: ['Before', 'After'],
		workflows: (settings) => [
			definition(
				'main',
				[email, before, docFlow(settings), after],
				[
					`Email > ${settings.name}`,
					'Email > Before',
					`Before > ${settings.name}`,
					`${settings.name} > After`,
				],
			),
		],
	},
	{
		name: 'two DocFlow nodes',
		times: 2,
		others: ['Before', 'After'],
		workflows: (settings) => [
			definition(
				'main',
				[email, before, docFlow(settings), docFlow(settings, 'second', 'Second'), after],
				[
					'Email > Before',
					`Before > ${settings.name}`,
					'Before > Second',
					`${settings.name} > After`,
					'Second > After',
				],
			),
		],
	},
	{
		name: 'a Wait before',
		times: 1,
		others: ['After'],
		workflows: (settings) => [
			definition(
				'main',
				[email, node('Wait', 'wait'), docFlow(settings), after],
				['Email > Wait', `Wait > ${settings.name}`, `${settings.name} > After`],
			),
		],
	},
	{
		name: 'a Wait behind',
		times: 1,
		others: ['Before', 'After'],
		workflows: (settings) => [
			definition(
				'main',
				[email, before, docFlow(settings), node('Wait', 'wait'), after],
				['Email > Before', `Before > ${settings.name}`, `${settings.name} > Wait`, 'Wait > After'],
			),
		],
	},
	{
		name: 'a sub-workflow',
		times: 1,
		others: ['Before', 'After', 'End'],
		workflows: (settings) => [
			definition(
				'main',
				[email, before, node('Call', 'call', { workflow: 'sub' }), node('End', 'step')],
				['Email > Before', 'Before > Call', 'Call > End'],
			),
			definition(
				'sub',
				[node('Start', 'start'), docFlow(settings), after],
				[`Start > ${settings.name}`, `${settings.name} > After`],
			),
		],
	},
];
