import './debugLevel';

import type { Fault } from '../../sandbox/faults';
import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { item } from '../support/files';
import { context, run } from '../support/n8n';
import { trigger } from '../support/poll';
import { useSandbox } from '../support/sandbox';
import { DocFlow } from '../../nodes/DocFlow/DocFlow.node';
import { watchLog } from './everything';

/** Markup, colours of a terminal, a second line of a log, a text that runs backwards. */
const EVIL =
	'<img src=x onerror=alert(1)><a href="https://evil.example">Sign in</a>\x1b[31m\r\n2026-09-15 error: made up\u202eyako\u2066\u2028\0';
const MARKUP = /[<>\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/u;

let sandbox: Sandbox;
let credential: Record<string, string>;

useSandbox((started) => ({ sandbox, credential } = started));
beforeEach(() => void skipPauses());

interface Shown {
	message: string;
	description: string;
}

const errorOf = async (work: Promise<unknown>): Promise<Shown> =>
	await work.then(
		() => ({ message: '', description: '' }),
		(error: Shown) => error,
	);
const named = async (...names: string[]) => {
	const input = await item(
		...names.map((_name, at): [string, string, string] => [`f${at}`, 'a', 'x.txt']),
	);
	names.forEach((name, at) =>
		Object.assign(
			input.binary![`f${at}`],
			{ fileName: name },
			name.endsWith('.zip') && { mimeType: 'application/zip', fileExtension: 'zip' },
		),
	);
	return [input];
};
const upload = { resource: 'file', operation: 'upload', binaryPropertyName: '*' };
const fetch = { resource: 'file', operation: 'fetch', batchNumber: '1', waitUntilFinished: false };
const json = (body: object): Fault => ({ kind: 'json', body, times: 1000 });
const unfinished = (name: string) =>
	json({
		code: 200,
		result: { total: 1, files: [{ id: '1', name, recognition_status: 4, batch_number: name }] },
	});

const WAYS: Array<[what: string, play: (evil: string) => Promise<Shown>]> = [
	[
		'message of DocFlow',
		async (evil) => (
			sandbox.faults.add(json({ code: 400, msg: evil, traceId: evil })),
			await errorOf(run({ parameters: fetch, credential }))
		),
	],
	[
		'code of DocFlow',
		async (evil) => (
			sandbox.faults.add(json({ code: evil, msg: 'no' })),
			await errorOf(run({ parameters: fetch, credential }))
		),
	],
	[
		'name of an unfinished file',
		async (evil) => (
			sandbox.faults.add(unfinished(evil)),
			await errorOf(
				run({
					parameters: { ...fetch, waitUntilFinished: true, options: { waitTimeout: 1 } },
					credential,
				}),
			)
		),
	],
	[
		'name of a file left out',
		async (evil) => {
			const input = await named(`${evil}.txt`);
			sandbox.faults.add(json({ code: 200, result: { files: [] } }));
			return await errorOf(run({ parameters: upload, credential, items: input }));
		},
	],
	[
		'name of a file of unknown fate',
		async (evil) => {
			const input = await named(`${evil}.txt`, 'b.txt');
			sandbox.faults.add({ kind: 'status', status: 503, times: 1000 });
			return await errorOf(run({ parameters: upload, credential, items: input }));
		},
	],
	[
		'name of a file of an unknown format',
		async (evil) =>
			await errorOf(
				run({
					parameters: { ...upload, binaryPropertyName: 'f0' },
					credential,
					items: await named(`${evil}.zip`),
				}),
			),
	],
	[
		'id',
		async (evil) =>
			await errorOf(run({ parameters: { ...fetch, batchNumber: `=${evil}` }, credential })),
	],
	[
		'address',
		async (evil) =>
			await errorOf(run({ parameters: { ...upload, source: 'url', urls: evil }, credential })),
	],
	[
		'number',
		async (evil) =>
			await errorOf(run({ parameters: { ...fetch, returnAll: false, limit: evil }, credential })),
	],
];

test.each(WAYS)('%s: shown without markup, and of bounded length', async (_what, play) => {
	const { message, description } = await play(EVIL);
	expect(`${message}${description}`).not.toMatch(MARKUP);
	// It is there, only harmless.
	expect(`${message}${description}`).toMatch(/alert|made up/);
	sandbox.faults.clear();
	jest.restoreAllMocks();
	skipPauses();
	const long = await play('long'.repeat(50_000));
	expect(long.message.length).toBeGreaterThan(10);
	expect(long.message.length).toBeLessThanOrEqual(500);
	expect(long.description.length).toBeLessThanOrEqual(4_000);
});

test('hints and the log of a skipped file', async () => {
	const log = watchLog();
	const node = context({
		parameters: upload,
		credential,
		items: await named(`${EVIL}.zip`, 'a.txt'),
	});
	await new DocFlow().execute.call(node);
	expect(node.hints.map(({ message }) => message)).toEqual([expect.stringContaining('alert(1)')]);
	expect(
		[
			...node.hints.map(({ message }) => message),
			...log.flat().filter((one) => typeof one === 'string'),
		].filter((line) => MARKUP.test(line)),
	).toEqual([]);
});

test('the log of the trigger', async () => {
	const node = trigger({}, credential);
	await node.poll();
	const file = {
		id: '9978297791713619968',
		name: 'a.txt',
		recognition_status: 1,
		batch_number: EVIL,
	};
	sandbox.faults.add({ ...json({ code: 200, result: { total: 1, files: [file] } }), times: 1 });
	sandbox.faults.add(json({ code: 400, msg: EVIL }));
	await node.poll();
	expect(node.log).toEqual([expect.stringContaining('could not be read')]);
	expect(node.log.filter((line) => MARKUP.test(line))).toEqual([]);
});

test('two names that a form spells alike keep their files apart', async () => {
	const [input] = await named('a"b.txt', 'a%22b.txt', 'a\0b.txt');
	const output = await run({ parameters: upload, credential, items: [input] });
	expect(output.map(({ json: { binary_field } }) => binary_field)).toEqual(['f0', 'f1', 'f2']);
	expect(output.map(({ json: { file_id } }) => file_id)).toEqual(sandbox.files.map(({ id }) => id));
	expect(sandbox.files.map(({ name }) => name)).toEqual(["a'b.txt", 'a%22b.txt', 'a_b.txt']);
});
