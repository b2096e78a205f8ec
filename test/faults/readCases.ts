import type {
	IDataObject,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/server';
import { item, uploadTexts } from '../support/files';
import { context, nodeType } from '../support/n8n';
import { trigger } from '../support/poll';

/** What one run gave: items of files, and what it says went wrong. */
export interface Reading {
	items: IDataObject[];
	errors: IDataObject[];
}

/** Where a case plays. */
export interface Stage {
	sandbox: Sandbox;
	credential: IDataObject;
	continueOnFail: boolean;
	/** The node's minute for an answer as a tenth of a second. */
	isHasty: boolean;
}

export interface ReadCase {
	name: string;
	hasPages?: boolean;
	isWaiting?: boolean;
	isPoll?: boolean;
	/** Prepares it. Returns how it is run, and how one goes on after an error: the same way again if not told. */
	prepare(
		stage: Stage,
	): Promise<{ play: () => Promise<Reading>; goOn?: (first: Reading) => Promise<Reading> }>;
}

interface Requester {
	helpers: {
		httpRequestWithAuthentication: (
			this: never,
			type: string,
			options: IHttpRequestOptions,
		) => Promise<unknown>;
	};
}

/** The context of a stage: n8n-core's own, on which an answer may have to come sooner. */
function adapt<C extends Requester>(stage: Stage, made: C): C {
	const { httpRequestWithAuthentication: request } = made.helpers;
	if (stage.isHasty)
		made.helpers.httpRequestWithAuthentication = async (type, options) =>
			await request.call(made as never, type, { ...options, timeout: 100 });
	return made;
}

/** An error as its texts. */
const toldBy = ({ message, description }: Error & { description?: string }): IDataObject => ({
	error: message,
	description,
});

async function execute(
	stage: Stage,
	parameters: INodeParameters,
	items?: INodeExecutionData[],
): Promise<Reading> {
	const { credential, continueOnFail } = stage;
	const execution = adapt(
		stage,
		context({ parameters: { resource: 'file', ...parameters }, credential, continueOnFail, items }),
	);
	try {
		const [output] = await nodeType.execute.call(execution);
		const json = output.map((one) => one.json);
		return {
			items: json.filter(({ error }) => error === undefined),
			errors: json.filter(({ error }) => error !== undefined),
		};
	} catch (error) {
		return { items: [], errors: [toldBy(error as Error)] };
	}
}

const names = ['a.txt', 'b.txt', '发票.txt', 'd.txt', 'e.txt'];
const texts = (part = names) => Object.fromEntries(part.map((name, at) => [name, `Number: ${at}`]));
/** Seconds. */
const WAIT = 15;

const fetch =
	(
		by: string,
		idOf: (files: Awaited<ReturnType<typeof uploadTexts>>) => string,
		more: INodeParameters = { waitUntilFinished: false },
	): ReadCase['prepare'] =>
	async (stage) => {
		const id = idOf(await uploadTexts(stage.credential, texts()));
		return {
			play: async () =>
				await execute(stage, { operation: 'fetch', fetchBy: by, [by]: id, ...more }),
		};
	};

/** The batch that an error names. */
const batchIn = ({ errors: [{ batch_number, description }] }: Reading) =>
	String(batch_number ?? /File → Fetch for batch (\d+)/.exec(String(description))?.[1]);

export const READ_CASES: ReadCase[] = [
	{
		name: 'Fetch a batch',
		hasPages: true,
		prepare: fetch('batchNumber', ([{ batch_number }]) => batch_number),
	},
	{ name: 'Fetch a file', prepare: fetch('fileId', ([, { file_id }]) => file_id) },
	{ name: 'Fetch a task', prepare: fetch('taskId', ([, { task_id }]) => task_id) },
	{ name: 'Fetch the workspace', hasPages: true, prepare: fetch('workspace', () => '') },
	{
		name: 'Fetch a batch, waiting',
		hasPages: true,
		isWaiting: true,
		prepare: fetch('batchNumber', ([{ batch_number }]) => batch_number, {
			waitUntilFinished: true,
			options: { waitTimeout: WAIT },
		}),
	},
	{
		name: 'Upload, waiting',
		hasPages: true,
		isWaiting: true,
		prepare: async (stage) => {
			const input = [
				await item(
					...names.map((name, at): [string, string, string] => [
						`file_${at}`,
						`Number: ${at}`,
						name,
					]),
				),
			];
			const parameters = {
				operation: 'upload',
				binaryPropertyName: '*',
				waitForResults: true,
				options: { waitTimeout: WAIT },
			};
			return {
				play: async () => await execute(stage, parameters, input),
				goOn: async (first) =>
					await execute(stage, {
						operation: 'fetch',
						batchNumber: batchIn(first),
						waitUntilFinished: true,
					}),
			};
		},
	},
	{
		name: 'Trigger',
		hasPages: true,
		isPoll: true,
		prepare: async (stage) => {
			const { poll, log } = trigger(
				{ output: 'simplified' },
				stage.credential,
				{},
				(made) => void adapt(stage, made as unknown as Requester),
			);
			await poll();
			await uploadTexts(stage.credential, texts(names.slice(0, 3)));
			await uploadTexts(stage.credential, texts(names.slice(3)));
			const play = async (): Promise<Reading> => {
				try {
					const items = (await poll()).map(({ json }) => json);
					return { items, errors: log.splice(0).map((line) => ({ error: line })) };
				} catch (error) {
					return { items: [], errors: [toldBy(error as Error)] };
				}
			};
			// Two polls, to see that nothing comes again either.
			const goOn = async () => ({
				items: [...(await play()).items, ...(await play()).items],
				errors: [],
			});
			return { play, goOn };
		},
	},
];
