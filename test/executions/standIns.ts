import type {
	IBinaryKeyData,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	NodeConnectionType,
} from 'n8n-workflow';

/** Ends a process of n8n in the middle of a node: nothing of it goes on. */
export type Die = () => Promise<never>;

/** What is to happen to the nodes around DocFlow in one execution. */
export interface Mishaps {
	/** Which call of a node fails, from 0, by the node's name. */
	failing: Record<string, number>;
	/** The node in whose first call n8n is killed. */
	deadly?: string;
}

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

const text = (name: string): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
});

function standIn(
	name: string,
	execute: Execute,
	{ outputs = 1, properties = [] as INodeProperties[] } = {},
): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: name,
			defaults: {},
			inputs: ['main'] as NodeConnectionType[],
			outputs: Array<NodeConnectionType>(outputs).fill('main'),
			properties,
		},
		execute,
	};
}

/** The files of an item as a node gives them that downloads them: stored again each time. */
async function madeAnew(context: IExecuteFunctions, item: number): Promise<IBinaryKeyData> {
	const { binary = {} } = context.getInputData()[item];
	const files = Object.entries(binary).map(async ([field, { fileName, mimeType }]) => {
		const content = await context.helpers.getBinaryDataBuffer(item, field);
		return [field, await context.helpers.prepareBinaryData(content, fileName, mimeType)] as const;
	});
	return Object.fromEntries(await Promise.all(files));
}

/** Gives out what it got; fails, or is the end of n8n, where the mishaps say so. */
const step = (mishaps: Mishaps, die: Die) => {
	const calls: Record<string, number> = {};
	return standIn('step', async function () {
		const { name } = this.getNode();
		const call = (calls[name] ??= 0);
		calls[name]++;
		if (mishaps.deadly === name) await die();
		if (mishaps.failing[name] === call) throw new Error(`${name} failed on purpose`);
		const given = await Promise.all(
			this.getInputData().map(async (item, at) => ({
				...item,
				...(name === 'Before' &&
					item.json.isMadeAnew === true && { binary: await madeAnew(this, at) }),
				pairedItem: { item: at },
			})),
		);
		return [given];
	});
};

/** Gives out each item twice, one after the other, as a node does that splits out a list beside a file. */
const twice = standIn('twice', async function () {
	return [
		this.getInputData().flatMap((item, at) =>
			[0, 1].map((turn) => ({ ...item, json: { ...item.json, turn }, pairedItem: { item: at } })),
		),
	];
});

/** Keeps its items with the execution and gives them out one by one, as n8n's Loop Over Items does. */
const loop = standIn(
	'loop',
	async function () {
		const memory = this.getContext('node') as {
			left?: INodeExecutionData[];
			done?: INodeExecutionData[];
		};
		if (memory.left === undefined) memory.left = [...this.getInputData()];
		else memory.done = [...(memory.done ?? []), ...this.getInputData()];
		const next = memory.left.splice(0, 1);
		return next.length > 0 ? [[], next] : [memory.done ?? [], []];
	},
	{ outputs: 2 },
);

/** Puts the execution to sleep for an hour, as n8n's Wait does. */
const wait = standIn('wait', async function () {
	await this.putExecutionToWait(new Date(Date.now() + 3_600_000));
	return [this.getInputData()];
});

/** Calls a workflow with all items, as n8n's Execute Sub-workflow does. */
const call = standIn(
	'call',
	async function () {
		const { data } = await this.executeWorkflow(
			{ id: this.getNodeParameter('workflow', 0) as string },
			this.getInputData(),
			undefined,
			{
				parentExecution: {
					executionId: this.getExecutionId(),
					workflowId: this.getWorkflow().id ?? '',
				},
			},
		);
		return data.map((items) => items ?? []);
	},
	{ properties: [text('workflow')] },
);

/** The start of a workflow: n8n hands it the items that came in. */
const start: INodeType = {
	description: {
		displayName: 'start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: 'start',
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async poll() {
		return null;
	},
};

/** Small nodes in place of n8n's own, which belong to a package that needs the whole n8n. */
export const standIns = (mishaps: Mishaps, die: Die): Record<string, INodeType> => ({
	start,
	step: step(mishaps, die),
	twice,
	loop,
	wait,
	call,
});
