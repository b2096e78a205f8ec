import type { INodeParameters } from 'n8n-workflow';
import type { Readable } from 'stream';

import { HEAD_BYTES } from '../../nodes/DocFlow/actions/file/upload/firstBytes';
import type { Fault } from '../../sandbox/faults';
import type { Sandbox } from '../../sandbox/server';
import { holdPauses } from '../support/clock';
import { item, uploadTexts } from '../support/files';
import { context, nodeType } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

const CANCELLED = 'The execution was cancelled before DocFlow answered';
const upload = {
	resource: 'file',
	operation: 'upload',
	binaryPropertyName: '*',
	batchMode: 'allItems',
};
const fetchAll = { resource: 'file', operation: 'fetch', fetchBy: 'workspace' };

let sandbox: Sandbox;
let credential: Record<string, string>;

// Pages of one file, and a recognition that takes minutes.
useSandbox((started) => ({ sandbox, credential } = started), {
	binaryMode: 'filesystem',
	stepMs: 60_000,
	maxPage: 1,
});

/** Turns of the event loop until something is so; jest's own limit ends a test where it never is. */
async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

interface Running {
	/** The error it ends with. */
	ended: Promise<Error & { description: string }>;
	cancel: () => void;
	/** Files that were opened to be sent. */
	opened: Readable[];
	/** Those of short looks: whether a file is there, and how it begins. */
	looks: Readable[];
}

/** Reading with so little a buffer is a look, not a transfer: whether a file is there, or its first bytes. */
const LOOKS = [1, HEAD_BYTES];

/** All that was opened in a test, which must be closed at its end. */
let streams: Readable[] = [];
afterEach(async () => {
	await until(() => streams.every(({ destroyed }) => destroyed));
	streams = [];
});

/** Starts the node. Nothing but `cancel` ends a pause of its own. */
async function start(
	parameters: INodeParameters,
	files: Array<[string, string | Buffer, string]> = [],
	mimeType?: string,
): Promise<Running> {
	const controller = new AbortController();
	const opened: Readable[] = [];
	const looks: Readable[] = [];
	const input = await item(...files);
	// What n8n found in its content is what a mail would not say.
	if (mimeType !== undefined)
		for (const file of Object.values(input.binary ?? {}))
			Object.assign(file, { mimeType, fileExtension: undefined });
	const execution = context({
		parameters,
		credential,
		items: [input],
		signal: controller.signal,
	});
	const { getBinaryStream } = execution.helpers;
	execution.helpers.getBinaryStream = async (...wish) => {
		const stream = (await getBinaryStream(...wish)) as Readable;
		(LOOKS.includes(wish[1] ?? 0) ? looks : opened).push(stream);
		streams.push(stream);
		return stream;
	};
	const ended = nodeType.execute.call(execution).then(
		() => Promise.reject(new Error('The run did not fail')),
		(error: Error & { description: string }) => error,
	);
	return { ended, opened, looks, cancel: () => controller.abort() };
}

describe('a transfer under way', () => {
	test.each<[string, Fault]>([
		['an answer that does not come', { kind: 'delay', ms: 60_000 }],
		['an answer that stops half-way', { kind: 'hold-half' }],
	])('%s: the connection ends, and nothing more is asked', async (_name, fault) => {
		await uploadTexts(credential, { 'a.txt': 'a: 1', 'b.txt': 'b: 2' });
		sandbox.requests.length = 0;
		sandbox.faults.add({ ...fault, skip: 1 });
		const { ended, cancel } = await start(fetchAll);
		await until(() => sandbox.requests.length === 2);
		cancel();
		expect((await ended).message).toBe(CANCELLED);
		await until(() => sandbox.requests[1].isBroken === true);
		expect(sandbox.requests.map(({ query }) => query.page)).toEqual(['1', '2']);
	});

	test('an upload: the connection ends, its file is closed, no other one is opened, and the error names the batch', async () => {
		sandbox.faults.add({ kind: 'hold-during' });
		const large = Buffer.alloc(20 * 1024 * 1024, 'x');
		const { ended, cancel, opened } = await start(
			{ ...upload, options: { maxFilesPerRequest: 2 } },
			[
				['x', large, 'a.txt'],
				['y', 'b', 'b.txt'],
				['z', 'c', 'a.txt'],
			],
		);
		await until(() => sandbox.requests.length === 1 && opened.length === 1);
		cancel();
		const error = await ended;
		const [{ query }] = sandbox.requests;
		expect(error.message).toBe('It is unknown whether DocFlow took "a.txt" of item 0');
		expect(error.description).toContain(
			`The answer to the upload was lost (${CANCELLED}), and the batch could not be looked up (the execution was cancelled)`,
		);
		expect(error.description).toContain(
			`Batch ${query.batch_number}: not taken: "a.txt" (z of item 0); unknown: "a.txt" (x of item 0), "b.txt" (y of item 0).`,
		);
		await until(() => sandbox.requests[0].isBroken === true);
		expect([sandbox.requests.length, sandbox.files.length]).toEqual([1, 0]);
		expect(opened.map(({ destroyed }) => destroyed)).toEqual([true]);
	});
});

test('a file of which nothing says what it is: the look at its first bytes ends, too', async () => {
	sandbox.faults.add({ kind: 'hold-during' });
	const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(20 * 1024 * 1024, 'x')]);
	const { ended, cancel, opened, looks } = await start(
		upload,
		[['x', pdf, 'Rechnung Nr. 4711']],
		'application/octet-stream',
	);
	await until(() => sandbox.requests.length === 1 && opened.length === 1);
	expect(looks.map(({ readableHighWaterMark }) => readableHighWaterMark)).toEqual(LOOKS);
	await until(() => looks.every(({ destroyed }) => destroyed));
	cancel();
	await ended;
});

test('an upload that is being signed: reading stops, and nothing is sent', async () => {
	credential = { ...credential, authentication: 'signature' };
	const { ended, cancel, opened } = await start(upload, [
		['x', Buffer.alloc(20 * 1024 * 1024, 'x'), 'a.txt'],
		['y', 'b', 'b.txt'],
	]);
	await until(() => opened.length === 1);
	cancel();
	const { message, description } = await ended;
	expect([message, description]).toEqual([CANCELLED, expect.not.stringContaining('Run the')]);
	expect([opened.map(({ destroyed }) => destroyed), sandbox.requests.length]).toEqual([[true], 0]);
});

test.each<[string, Fault]>([
	['breaks in the middle of it', { kind: 'drop-during' }],
	['is answered before its end', { kind: 'status', status: 503 }],
])('an upload that %s leaves no file open', async (_name, fault) => {
	sandbox.faults.add({ ...fault, path: '/file/upload', times: 9 });
	sandbox.faults.add({ kind: 'status', status: 401, path: '/file/fetch', times: 9 });
	jest
		.spyOn(global, 'setTimeout')
		.mockImplementation(((run: () => void) => setImmediate(run)) as never);
	const { ended, opened } = await start(upload, [
		['x', Buffer.alloc(20 * 1024 * 1024, 'x'), 'a.txt'],
	]);
	expect((await ended).message).toMatch(/^It is unknown whether/);
	expect(opened.map(({ destroyed }) => destroyed)).toEqual([true]);
});

describe('a pause', () => {
	test.each<[string, INodeParameters, Fault, string]>([
		[
			'that Retry-After asks for',
			fetchAll,
			{ kind: 'status', status: 429, retryAfter: '30' },
			CANCELLED,
		],
		[
			'before an upload that was refused is looked up',
			upload,
			{ kind: 'status', status: 429, retryAfter: '30' },
			'It is unknown whether DocFlow took "a.txt" of item 0',
		],
		[
			'before a lost upload is looked up',
			upload,
			{ kind: 'drop-after' },
			'It is unknown whether DocFlow took "a.txt" of item 0',
		],
		[
			'while results are waited for',
			{ ...upload, waitForResults: true },
			{ kind: 'delay', ms: 0 },
			'Waiting for batch NUMBER was cancelled',
		],
	])('%s ends at once', async (_name, parameters, fault, message) => {
		const { begun } = holdPauses();
		sandbox.faults.add(fault);
		const { ended, cancel } = await start(parameters, [['x', 'a', 'a.txt']]);
		await until(() => begun() === 1);
		const asked = sandbox.requests.length;
		cancel();
		const error = await ended;
		const batch = sandbox.requests[0].query.batch_number;
		expect(error.message).toBe(message.replace('NUMBER', batch));
		if (sandbox.files.length > 0) expect(error.description).toContain(`atch ${batch}`);
		expect([sandbox.requests.length, begun()]).toEqual([asked, 1]);
	});
});

test.each([
	['fetch', fetchAll],
	['upload', upload],
])(
	'%s: an execution that is cancelled before it begins sends nothing',
	async (_name, parameters) => {
		const { ended, cancel, opened } = await start(parameters, [['x', 'a', 'a.txt']]);
		cancel();
		expect((await ended).message).toMatch(/^The execution was cancelled before/);
		expect([sandbox.requests.length, opened.length]).toEqual([0, 0]);
	},
);
