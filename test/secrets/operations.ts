import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { DocFlow } from '../../nodes/DocFlow/DocFlow.node';
import type { Sandbox } from '../../sandbox/server';
import { type Minimal, minimalOf, OPERATIONS as ALL } from '../registry/minimal';
import { item, uploadTexts } from '../support/files';
import { context, type RunOptions } from '../support/n8n';
import { trigger } from '../support/poll';

/** Where a run happens. */
export interface Place {
	sandbox: Sandbox;
	credential: IDataObject;
	password: string;
	continueOnFail: boolean;
}

/** One thing that the nodes do. */
export interface Operation {
	name: string;
	/** The operation of the registry that it plays; the trigger is none. */
	operation?: string;
	path: Minimal['path'];
	/** Also in a workflow that continues on fail; the trigger has no such setting. */
	mayContinue?: boolean;
	/** Also for faults that take real time. */
	slowToo?: boolean;
	/** Whether all of it is the one call that others share, so that a share of the faults is enough at a push. */
	isPlain?: boolean;
	/** Whether the PDF password is sent, so that a gateway may quote it. */
	sendsPassword?: boolean;
	/** Does it, after what must go well before it, and `arm` sets up the fault. Returns all that came out. */
	play(place: Place, arm: () => void): Promise<unknown>;
}

const nodeType = new DocFlow();

/** What a promise ends with, an error too. */
const outcome = async (promise: Promise<unknown>): Promise<unknown> =>
	await promise.catch((error: unknown) => error);

async function run(options: RunOptions): Promise<unknown> {
	const node = context(options);
	const output = await outcome(nodeType.execute.call(node));
	return { output, hints: node.hints };
}

const passwords: Record<string, (password: string) => { option: string; json: IDataObject }> = {
	typed: (password) => ({ option: password, json: {} }),
	'from an expression': (password) => ({
		option: '={{ $json.first + $json.rest }}',
		json: { first: password.slice(0, 5), rest: password.slice(5) },
	}),
};

const upload = (
	name: string,
	parameters: INodeParameters,
	password = 'typed',
	slowToo = false,
): Operation => ({
	name: `${name}, password ${password}`,
	operation: 'file.upload',
	path: '/file/upload',
	mayContinue: true,
	sendsPassword: true,
	slowToo,
	async play(place, arm) {
		const { option, json } = passwords[password](place.password);
		const files = await item(['one', 'a', 'a.txt'], ['two', 'b', 'b.txt']);
		const options = { timeout: 1, waitTimeout: 5 };
		arm();
		return await run({
			...place,
			parameters: {
				resource: 'file',
				operation: 'upload',
				binaryPropertyName: '*',
				options,
				parserOptions: { pdfPwd: option },
				...parameters,
			},
			items: [{ ...files, json }],
		});
	},
});

const fetch = (fetchBy: string, waitUntilFinished = false): Operation => ({
	name: `fetch by ${fetchBy}${waitUntilFinished ? ', waiting' : ''}`,
	operation: 'file.fetch',
	path: '/file/fetch',
	mayContinue: fetchBy === 'batchNumber',
	async play(place, arm) {
		const [{ batch_number, file_id, task_id }] = await uploadTexts(
			place.credential,
			{ 'a.txt': 'a' },
			{},
			undefined,
			{ parserOptions: { pdfPwd: place.password } },
		);
		const parameters = {
			batchNumber: batch_number,
			fileId: file_id,
			taskId: task_id,
			output: 'raw',
			waitUntilFinished,
			options: { waitTimeout: 5 },
		};
		arm();
		return await run({
			...place,
			parameters: { resource: 'file', operation: 'fetch', fetchBy, ...parameters },
		});
	},
});

const poll = (name: string, mode: 'trigger' | 'manual', before: number): Operation => ({
	name,
	path: '/file/fetch',
	async play({ credential, password }, arm) {
		const node = trigger({ output: 'raw' }, credential);
		for (let poll = 0; poll < before; poll++) await node.poll(mode);
		await uploadTexts(credential, { 'a.txt': 'a' }, {}, undefined, {
			parserOptions: { pdfPwd: password },
		});
		arm();
		const output = await outcome(node.poll(mode));
		return { output, log: node.log, saved: node.save() };
	},
});

/** An operation that is played in one way only: as the registry's tests know it. */
const plain = ({ name, chosen }: (typeof ALL)[number]): Operation => ({
	name,
	operation: name,
	path: minimalOf(name).path,
	isPlain: true,
	mayContinue: true,
	async play(place, arm) {
		const { parameters, items } = minimalOf(name);
		const input = await items(place.credential);
		arm();
		return await run({ ...place, parameters: { ...chosen, ...parameters }, items: input });
	},
});

/** Those that are played in many ways. */
const inManyWays = new Set(['file.upload', 'file.fetch']);

/** All that the nodes do, in every way that sends something else or gives out something else. */
export const OPERATIONS: Operation[] = [
	upload('upload', {}, 'from an expression', true),
	upload('upload', {}),
	upload('upload, waiting', { waitForResults: true, output: 'raw' }),
	upload('upload of addresses', { source: 'url', urls: 'https://files.example/a.pdf' }),
	upload('upload to a batch', { batchMode: 'batchNumber', batchNumber: 'mine' }),
	...['batchNumber', 'fileId', 'taskId', 'workspace'].map((fetchBy) => fetch(fetchBy)),
	fetch('batchNumber', true),
	...ALL.filter(({ name }) => !inManyWays.has(name)).map(plain),
	poll('activation', 'trigger', 0),
	poll('poll', 'trigger', 1),
	poll('manual poll', 'manual', 0),
];
