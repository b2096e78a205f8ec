import { Container } from '@n8n/di';
import {
	type BinaryData,
	BinaryDataConfig,
	BinaryDataService,
	ExecutionLifecycleHooks,
	WorkflowExecute,
} from 'n8n-core';
import { rmSync } from 'fs';
import { Readable } from 'stream';
import {
	type IBinaryData,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';

import { engineData, useBinaryMode } from '../../demo/engine/engine';
import { DocFlow } from '../../nodes/DocFlow/DocFlow.node';
import { item } from '../support/files';
import { binary, context, run } from '../support/n8n';
import { type Started, useSandbox } from '../support/sandbox';

const upload = { resource: 'file', operation: 'upload' };
const PDF = '%PDF-1.4 Invoice Number: 1';

let sandbox: Started['sandbox'];
let credential: Started['credential'];
useSandbox((started) => ({ sandbox, credential } = started), { binaryMode: 'filesystem' });

const stored = () => sandbox.files.map(({ name }) => name);
const json = (items: INodeExecutionData[]) => items.map((one) => one.json);

/** An item with files as nodes give them: what is undefined is not there. */
async function mail(...files: Array<Partial<IBinaryData> & { content?: string }>) {
	const entries = await Promise.all(
		files.map(async ({ content = PDF, ...labels }, at) => {
			const {
				fileName: _name,
				fileExtension: _extension,
				...kept
			} = await binary(content, 'x.bin');
			return [
				`attachment_${at}`,
				JSON.parse(JSON.stringify({ ...kept, mimeType: undefined, ...labels })),
			];
		}),
	);
	return { json: {}, binary: Object.fromEntries(entries) } as INodeExecutionData;
}

/** Keeps files as n8n's database does: a stream gives the whole file in one piece, and an id is only a number. */
async function useDatabase(): Promise<void> {
	await useBinaryMode('default');
	const rows = new Map<string, Buffer>();
	const row = (id: string) => rows.get(id) ?? Promise.reject(new Error(`Could not find ${id}`));
	Container.get(BinaryDataConfig).mode = 'database';
	const manager: Partial<BinaryData.Manager> = {
		store: async (_place, content) => {
			const fileId = String(rows.size + 1);
			rows.set(fileId, content as Buffer);
			return { fileId, fileSize: (content as Buffer).length };
		},
		getAsStream: async (id) => Readable.from(await row(id)),
		getMetadata: async (id) => ({ fileSize: (await row(id)).length }),
	};
	await Container.get(BinaryDataService).init();
	Container.get(BinaryDataService).setManager('database', manager as BinaryData.Manager);
}

describe.each(['default', 'filesystem', 'database'] as const)(
	'what a file is, in binary mode %s',
	(mode) => {
		beforeEach(async () => await (mode === 'database' ? useDatabase() : useBinaryMode(mode)));

		test('a file whose content is not there is named, and nothing is sent', async () => {
			const items = [await mail({ fileName: 'a.pdf' })];
			if (mode === 'default') items[0].binary!.attachment_0.data = 'filesystem-v2';
			else items[0].binary!.attachment_0.id += '0';
			await expect(run({ parameters: upload, credential, items })).rejects.toThrow(
				'"a.pdf" in field "attachment_0" of item 0 could not be read: n8n\'s storage no longer holds it',
			);
			expect(sandbox.requests).toEqual([]);
		});

		test('files without a known ending go up under a name with one, and keep theirs in the output', async () => {
			const files: Array<[sent: string, labels: Parameters<typeof mail>[number]]> = [
				['Rechnung Nr. 4711.pdf', { fileName: 'Rechnung Nr. 4711', mimeType: 'application/pdf' }],
				['ATT00001.bin.pdf', { fileName: 'ATT00001.bin', mimeType: 'application/octet-stream' }],
				['scan.jpg', { fileName: 'scan.jfif', mimeType: 'image/jpeg', content: 'no mark' }],
				[
					'invoice (1).pdf',
					{ fileName: 'invoice.pdf (1)', mimeType: 'application/octet-stream', content: 'no mark' },
				],
				['发票.pdf', { fileName: '=?UTF-8?B?5Y+R56WoLnBkZg==?=', mimeType: 'text/plain' }],
				['note.txt', { fileName: 'note', mimeType: 'text/plain', content: 'Number: 1' }],
				// As a Code node may give them.
				['attachment_6.pdf', {}],
				['attachment_7.txt', { content: 'Number: 1' }],
				['attachment_8.xlsx', { fileExtension: 'xlsx' }],
			];
			const items = [await mail(...files.map(([, labels]) => labels))];
			const output = await run({ parameters: upload, credential, items });
			expect(stored()).toEqual(files.map(([sent]) => sent));
			expect(output.map(({ json: { file_name } }) => file_name)).toEqual(
				files.map(([sent, { fileName }]) => fileName ?? sent),
			);
			expect(sandbox.requests[0].parts[1].type).toBe('application/pdf');
		});

		test('only the first bytes of a large file are looked at', async () => {
			const items = [await mail({ fileName: 'a', content: `${PDF}${'x'.repeat(3_000_000)}` })];
			await run({ parameters: upload, credential, items });
			expect(sandbox.files).toEqual([expect.objectContaining({ name: 'a.pdf', bytes: 3_000_026 })]);
		});
	},
);

describe('nothing good waits for something bad', () => {
	const bad: Parameters<typeof mail> = [
		{ fileName: 'a.zip', mimeType: 'application/zip', content: 'PK' },
		{ fileName: 'b.pdf', mimeType: 'application/pdf', content: '' },
		{ fileName: 'c.pdf', mimeType: 'application/pdf', bytes: 101 * 1024 * 1024 },
	];
	const good = { fileName: 'd.pdf', mimeType: 'application/pdf' };
	const reasons = [
		'DocFlow does not read files of this format (application/zip)',
		'is empty',
		'has 101 MB, more than the 100 MB DocFlow takes',
	];

	test.each(['*', 'attachment_*'])(
		'by %s, what is bad is left out and told, the rest goes up',
		async (binaryPropertyName) => {
			const items = [await mail(...bad, good), { json: {} }, await mail(...bad), await mail(good)];
			const node = context({
				parameters: { ...upload, binaryPropertyName },
				credential,
				items,
				mode: 'trigger',
			});
			const [output] = await new DocFlow().execute.call(node);
			expect(output.map(({ json: { file_name }, pairedItem }) => [file_name, pairedItem])).toEqual([
				['d.pdf', { item: 0 }],
				['d.pdf', { item: 3 }],
			]);
			const left = [0, 2].flatMap((at) =>
				['a.zip', 'b.pdf', 'c.pdf'].map((name, n) => `${name} of item ${at} (${reasons[n]})`),
			);
			expect(node.hints.map(({ message }) => message)).toEqual([
				`Left out: ${left.join('; ')}`,
				'Nothing to upload in item 1 (it has no files)',
			]);
			// Shown beside the execution, in production as well.
			expect(node.getWorkflowDataProxy(0).$execution.customData.getAll()).toEqual({
				DocFlow_left_out: expect.stringMatching(/^Left out: a\.zip of item 0/),
			});
		},
	);

	test('a pattern that matches no field is told with the fields there are', async () => {
		const node = context({
			parameters: { ...upload, binaryPropertyName: 'att*' },
			credential,
			items: [await item(['data', 'a', 'a.txt'])],
		});
		expect(await new DocFlow().execute.call(node)).toEqual([[]]);
		expect(node.hints.map(({ message }) => message)).toEqual([
			'Nothing to upload in item 0 (no binary field matches, it has data)',
		]);
		expect(sandbox.requests).toEqual([]);
	});

	const named = {
		binaryPropertyName: 'attachment_0, attachment_1, attachment_2, attachment_3, nope',
	};

	test('named outright, each fails for itself', async () => {
		const items = [await mail(...bad, good)];
		const output = json(
			await run({ parameters: { ...upload, ...named }, credential, items, continueOnFail: true }),
		);
		expect(output.map(({ file_name, error }) => [file_name, error])).toEqual([
			['nope', 'There is no binary field "nope" in item 0'],
			['a.zip', `"a.zip" in field "attachment_0" of item 0: ${reasons[0]}`],
			['b.pdf', `"b.pdf" in field "attachment_1" of item 0 ${reasons[1]}`],
			['c.pdf', `"c.pdf" in field "attachment_2" of item 0 ${reasons[2]}`],
			['d.pdf', undefined],
		]);
		expect(stored()).toEqual(['d.pdf']);
	});

	test('where the run stops, nothing is sent, and the error names all that is wrong', async () => {
		const items = [await mail(good), await mail(...bad)];
		const parameters = {
			...upload,
			...named,
			binaryPropertyName: '*',
			options: { unsupportedFiles: 'fail' },
		};
		await expect(run({ parameters, credential, items })).rejects.toMatchObject({
			message: `"a.zip" in field "attachment_0" of item 1: ${reasons[0]}`,
			description: expect.stringMatching(
				/Nor can these go up: "b\.pdf".* is empty; "c\.pdf".*101 MB/,
			),
		});
		expect(sandbox.requests).toEqual([]);
	});

	test.each([false, true])(
		'as items, with the reason, in the columns of the others (named: %j)',
		async (isNamed) => {
			const items = [await mail(...bad, good)];
			const parameters = {
				...upload,
				binaryPropertyName: isNamed ? 'attachment_0,attachment_1,attachment_2,attachment_3' : '*',
				options: { unsupportedFiles: 'item' },
			};
			const output = json(await run({ parameters, credential, items }));
			expect(output.map(({ file_name, status, reason }) => [file_name, status, reason])).toEqual([
				...['a.zip', 'b.pdf', 'c.pdf'].map((name, at) => [name, 'skipped', reasons[at]]),
				['d.pdf', undefined, undefined],
			]);
			for (const column of Object.keys(output[3])) expect(output[0]).toHaveProperty(column);
		},
	);

	test.each([['', '.metadata'], ['']])(
		'a file that n8n has deleted is named, also by a pattern; the others go up (%j, %j)',
		async (...parts) => {
			const items = [await mail(good, { ...good, fileName: 'gone.pdf' }), await mail(good)];
			const { helpers } = context({ parameters: upload, credential });
			const path = helpers.getBinaryPath(items[0].binary!.attachment_1.id!);
			for (const part of parts) rmSync(`${path}${part}`);
			const lost =
				'"gone.pdf" in field "attachment_1" of item 0 could not be read: n8n\'s storage no longer holds it';
			await expect(run({ parameters: upload, credential, items })).rejects.toMatchObject({
				message: lost,
				description: expect.stringContaining('run the workflow again'),
			});
			expect(sandbox.requests).toEqual([]);
			const output = json(
				await run({ parameters: upload, credential, items, continueOnFail: true }),
			);
			expect(output.map(({ error }) => error)).toEqual([lost, undefined, undefined]);
		},
	);

	test('pinned data holds no content', async () => {
		const items = [await mail(good)];
		delete items[0].binary!.attachment_0.id;
		await expect(run({ parameters: upload, credential, items })).rejects.toThrow(
			/could not be read: n8n's storage no longer holds it/,
		);
	});

	test('addresses fail one by one', async () => {
		const urls = [
			'https://a.example/1.pdf',
			'data:text/plain,a',
			'HTTPS://a.example/%E5%8F%91.pdf?ids=1,2',
		];
		const parameters = { ...upload, source: 'url', urls: urls.join(', ') };
		await expect(run({ parameters, credential })).rejects.toThrow(
			'URLs of item 0: "data:text/plain,a" holds a file, it is not the address of one',
		);
		expect(sandbox.requests).toEqual([]);
		const output = json(await run({ parameters, credential, continueOnFail: true }));
		expect(
			output.map(({ file_name, url, error }) => [file_name, url, error !== undefined]),
		).toEqual([
			['', 'data:text/plain,a', true],
			['1.pdf', 'https://a.example/1.pdf', false],
			['发.pdf', 'https://a.example/%E5%8F%91.pdf?ids=1,2', false],
		]);
	});
});

describe('signature pictures are kept out', () => {
	const files: Parameters<typeof mail> = [
		{ fileName: 'Invoice.PDF', mimeType: 'application/octet-stream' },
		{ fileName: 'image001.png', mimeType: 'image/png' },
		{ fileName: 'ATT1', mimeType: 'application/octet-stream' },
		{ fileName: 'photo.png', mimeType: 'image/png', content: 'x'.repeat(5000) },
		{ fileName: 'logo.gif', mimeType: 'image/gif', content: 'GIF89a' },
	];
	test.each([
		[{ fileNames: '*.pdf, !image0*' }, ['Invoice.PDF', 'ATT1.pdf']],
		[{ fileNames: '！image0＊，!*.gif' }, ['Invoice.PDF', 'ATT1.pdf', 'photo.png']],
		[{ fileNames: '={{ ["att*", "PHOTO.png"] }}' }, ['ATT1.pdf', 'photo.png']],
		[{ minSizeKb: 4 }, ['photo.png']],
		[{ minSizeKb: 4, fileNames: '*.pdf' }, []],
	])('%j', async (options, sent) => {
		const node = context({
			parameters: { ...upload, options },
			credential,
			items: [await mail(...files)],
		});
		await new DocFlow().execute.call(node);
		expect(stored()).toEqual(sent);
		// What was not wanted is no news, unless nothing is left.
		expect(node.hints.map(({ message }) => message)).toEqual(
			sent.length > 0
				? []
				: ['Nothing to upload in item 0 (File Names and Min Size leave all its files out)'],
		);
	});
});

/** Runs a form that gives files, a node that gives none, and DocFlow, in n8n's own engine. */
async function runFlow(binaryPropertyName: string, settings: object = {}): Promise<unknown[]> {
	const give = (
		give: (node: IExecuteFunctions) => Promise<INodeExecutionData[]>,
		inputs: 'main'[],
	): INodeType => ({
		description: {
			displayName: 'x',
			name: 'x',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: {},
			inputs,
			outputs: ['main'],
			properties: [],
		},
		async execute() {
			return [await give(this)];
		},
	});
	const types: Record<string, INodeType> = {
		form: give(async ({ helpers }) => {
			const files = ['A', 'B'].map(async (name, at) => [
				`Invoice_${at}`,
				await helpers.prepareBinaryData(Buffer.from(name), `${name}.txt`),
			]);
			return [
				{
					json: {},
					binary: Object.fromEntries(await Promise.all(files)) as INodeExecutionData['binary'],
				},
			];
		}, []),
		set: give(
			async (node) =>
				node.getInputData().map(() => ({ json: { names: ['Invoice_0'] }, pairedItem: 0 })),
			['main'],
		),
		docFlow: new DocFlow(),
	};
	const node = (name: string, type: string, parameters = {}) => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
		credentials: { docFlowApi: { id: '1', name: 'c' } },
	});
	const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
	const withoutSet = !binaryPropertyName.includes('$(');
	const workflow = new Workflow({
		id: 'w',
		active: false,
		settings: { executionOrder: 'v1', ...settings },
		nodes: [
			node('Form', 'form'),
			node('Set', 'set'),
			node('DocFlow', 'docFlow', { ...upload, binaryPropertyName }),
		],
		connections: withoutSet ? { Form: to('DocFlow') } : { Form: to('Set'), Set: to('DocFlow') },
		nodeTypes: {
			getByName: (type: string) => types[type],
			getByNameAndVersion: (type: string) => NodeHelpers.getVersionedNodeType(types[type]),
			getKnownTypes: () => ({}),
		} as unknown as INodeTypes,
	});
	const hooks = new ExecutionLifecycleHooks('trigger', '1', {
		id: 'w',
		name: 'w',
		active: false,
		nodes: [],
		connections: {},
	} as never);
	const { data } = await new WorkflowExecute({ ...engineData(credential), hooks }, 'trigger').run({
		workflow,
		startNode: workflow.getNode('Form')!,
	});
	if (data.resultData.error) throw data.resultData.error;
	return (data.resultData.runData.DocFlow[0].data?.main[0] ?? []).map(
		({ json: { file_name, binary_field } }) => [file_name, binary_field],
	);
}
const [A, B] = [
	['A.txt', 'Invoice_0'],
	['B.txt', 'Invoice_1'],
];

test.each([
	['*', [A, B]],
	['Invoice_1，Invoice_0', [B, A]],
	['={{ Object.keys($binary) }}', [A, B]],
	['={{ $binary.Invoice_1 }}', [B]],
	['={{ $binary }}', [A, B]],
	["={{ $('Form').item.binary.Invoice_0 }}", [['A.txt', 'file 1']]],
	[
		"={{ [$('Form').item.binary.Invoice_1, $('Form').first().binary.Invoice_0] }}",
		[
			['B.txt', 'file 1'],
			['A.txt', 'file 2'],
		],
	],
	["={{ $('Form').item.binary }}", [A, B]],
	["={{ $('Form').item }}", [A, B]],
	["={{ $('Form').all() }}", [A, B]],
])('Input Binary Field %s', async (field, files) => expect(await runFlow(field)).toEqual(files));

test.each([
	['*', [A, B]],
	['Invoice_0', [A]],
	['_files.Invoice_1', [B]],
	['={{ $json._files.Invoice_1 }}', [B]],
	["={{ $('Form').item._files.Invoice_0 }}", [['A.txt', 'file 1']]],
	["={{ $('Form').item }}", [A, B]],
])("n8n's combined binary mode: %s", async (field, files) =>
	expect(await runFlow(field, { binaryMode: 'combined' })).toEqual(files),
);

test("in any other mode, json that looks like n8n's files is no file", async () => {
	const forged: INodeExecutionData = {
		json: { _files: { a: { ...(await binary('secret', 'a.txt')) } } },
	};
	expect(await run({ parameters: upload, credential, items: [forged] })).toEqual([]);
	expect(sandbox.requests).toEqual([]);
});
