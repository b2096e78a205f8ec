import { createHash } from 'crypto';
import { rmSync } from 'fs';
import { rm } from 'fs/promises';
import type { INodeParameters } from 'n8n-workflow';

import { useBinaryMode } from '../../demo/engine/engine';
import { PREFIX } from '../../sandbox/context';
import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { item, uploadTexts } from '../support/files';
import { context, run } from '../support/n8n';
import { trigger } from '../support/poll';
import { useSandbox } from '../support/sandbox';

let sandbox: Sandbox;
let credential: Record<string, string>;
/** Minutes that the clock of n8n is behind that of the sandbox. */
let behind = 0;
useSandbox(
	(started) => {
		({ sandbox } = started);
		credential = { ...started.credential, authentication: 'signature' };
	},
	{ binaryMode: 'filesystem', now: () => Date.now() + behind * 60_000 },
);
afterEach(() => (behind = 0));

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** The sandbox refuses a signature that is not over the exact bytes it got. */
describe('every operation, signed', () => {
	afterEach(() => {
		// The sandbox downloads addresses from itself.
		const calls = sandbox.requests.filter(({ path }) => path.startsWith(PREFIX));
		expect(calls.length).toBeGreaterThan(0);
		for (const { headers } of calls) {
			expect(headers['x-ti-signature']).toMatch(/^[0-9a-f]{64}$/);
			expect(JSON.stringify(headers)).not.toContain(credential.secretCode);
		}
	});

	test.each(['default', 'filesystem'] as const)('upload of files, binary mode %s', async (mode) => {
		await useBinaryMode(mode);
		const files: Array<[string, Buffer, string]> = [
			['a', Buffer.alloc(1_300_000, 'invoice\r\n'), '发票 "九月" a&b=c.txt'],
			['b', Buffer.from('--boundary--\r\n'), 'Zoë 🧾.txt'],
		];
		const options = { category: '增值税发票 a&b=c+d' };
		const parserOptions = { pdfPwd: 'p w+d&%' };
		await run({
			parameters: {
				resource: 'file',
				operation: 'upload',
				binaryPropertyName: '*',
				options,
				parserOptions,
			},
			credential,
			items: [await item(...files)],
		});
		expect(sandbox.files.map((file) => file.sha256)).toEqual(
			files.map(([, content]) => sha256(content)),
		);
		expect(sandbox.requests[0].query).toMatchObject({
			category: options.category,
			parser_pdf_pwd: parserOptions.pdfPwd,
		});
	});

	test('upload by address', async () => {
		const urls = `${sandbox.url}/a.pdf?x=1\n${sandbox.url}/b.pdf`;
		const output = await run({
			parameters: { resource: 'file', operation: 'upload', source: 'url', urls },
			credential,
		});
		expect(output).toHaveLength(2);
	});

	test('upload with waiting, fetch by each key, and the trigger', async () => {
		const [sent] = await uploadTexts(credential, { 'a.txt': 'Number: 1' });
		const [waited] = await run({
			parameters: { resource: 'file', operation: 'upload', waitForResults: true },
			credential,
			items: [await item(['data', 'Number: 2', 'b.txt'])],
		});
		expect(waited.json).toMatchObject({ status: 'success', Number: '2' });
		for (const by of [
			{ batchNumber: sent.batch_number },
			{ fetchBy: 'fileId', fileId: sent.file_id },
			{ fetchBy: 'taskId', taskId: sent.task_id },
		]) {
			const found = await run({
				parameters: { resource: 'file', operation: 'fetch', ...by },
				credential,
			});
			expect(found.map(({ json }) => json.file_name)).toEqual(['a.txt']);
		}
		const category = 'a&b 发票';
		expect(
			await run({
				parameters: {
					resource: 'file',
					operation: 'fetch',
					fetchBy: 'workspace',
					filters: { category },
				},
				credential,
			}),
		).toEqual([]);
		const [example] = await trigger({}, credential).poll('manual');
		expect(example.json).toMatchObject({ batch_number: expect.any(String) });
	});
});

describe('a clock that is off', () => {
	test.each([
		[17, "The clock of your n8n is 17 minutes behind DocFlow's"],
		[-6, "The clock of your n8n is 6 minutes ahead of DocFlow's"],
	])('by %d minutes is named, in an operation and in the trigger', async (minutes, message) => {
		behind = minutes;
		const error = {
			message,
			description: expect.stringMatching(
				/Set the clock of the machine that runs n8n, or choose Simple/,
			),
		};
		await expect(
			run({
				parameters: {
					resource: 'file',
					operation: 'fetch',
					batchNumber: '1',
					waitUntilFinished: false,
				},
				credential,
			}),
		).rejects.toMatchObject(error);
		await expect(trigger({}, credential).poll()).rejects.toMatchObject(error);
		const simple = { ...credential, authentication: 'simple' };
		await expect(
			run({
				parameters: {
					resource: 'file',
					operation: 'fetch',
					batchNumber: '1',
					waitUntilFinished: false,
				},
				credential: simple,
			}),
		).rejects.toThrow('DocFlow knows no batch 1');
	});

	test('is not named where it is right and the secret is wrong', async () => {
		const wrong = { ...credential, secretCode: 'x' };
		await expect(
			run({
				parameters: {
					resource: 'file',
					operation: 'fetch',
					batchNumber: '1',
					waitUntilFinished: false,
				},
				credential: wrong,
			}),
		).rejects.toMatchObject({
			message: 'DocFlow did not accept the credential',
		});
	});
});

test('each try is signed anew, over the whole body', async () => {
	skipPauses();
	sandbox.faults.add({
		kind: 'status',
		status: 429,
		retryAfter: '2',
		path: '/file/upload',
		times: 2,
	});
	const [taken] = await uploadTexts(credential, { 'a.txt': 'Number: 1' });
	expect(taken.file_name).toBe('a.txt');
	expect(
		new Set(sandbox.requests.map(({ headers }) => headers['x-ti-timestamp'])).size,
	).toBeGreaterThan(1);
});

test.each(['simple', 'signature'])(
	'%s: a file that n8n no longer has is named before anything is sent',
	async (authentication) => {
		const lost = await item(['data', 'Number: 1', 'lost.txt']);
		const parameters = { resource: 'file', operation: 'upload' };
		const { helpers } = context({ parameters, credential });
		await rm(helpers.getBinaryPath(lost.binary!.data.id!));
		await expect(
			run({ parameters, credential: { ...credential, authentication }, items: [lost] }),
		).rejects.toMatchObject({
			message:
				'"lost.txt" in field "data" of item 0 could not be read: n8n\'s storage no longer holds it',
		});
		expect(sandbox.requests).toEqual([]);
	},
);

test.each(['simple', 'signature'])(
	'%s: a file that goes before its turn is named, not the network',
	async (authentication) => {
		skipPauses();
		const lost = await item(['data', 'Number: 1', 'lost.txt']);
		const parameters: INodeParameters = {
			resource: 'file',
			operation: 'upload',
			batchMode: 'batchNumber',
			batchNumber: '20260915',
		};
		const { helpers } = context({ parameters, credential });
		// A given number is looked up before its files are read: the last moment at which one can go.
		const { push } = sandbox.requests;
		sandbox.requests.push = (...requests) => {
			rmSync(helpers.getBinaryPath(lost.binary!.data.id!), { force: true });
			return push.apply(sandbox.requests, requests);
		};
		await expect(
			run({ parameters, credential: { ...credential, authentication }, items: [lost] }),
		).rejects.toMatchObject({
			message: '"lost.txt" could not be read from the binary data of n8n',
		});
		// Without its first file the body cannot have arrived: nothing is to be looked up afterwards.
		expect(sandbox.files).toEqual([]);
		expect(sandbox.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
	},
);
