import type { Sandbox } from '../../sandbox/server';
import { type Run, runWorkflow, type Step } from '../support/engine';
import { item } from '../support/files';
import { useSandbox } from '../support/sandbox';

let sandbox: Sandbox;
let credential: Record<string, string>;
useSandbox((started) => ({ sandbox, credential } = started));

const UPLOAD = {
	resource: 'file',
	operation: 'upload',
	binaryPropertyName: '*',
	batchMode: 'allItems',
};
const FETCH = { resource: 'file', operation: 'fetch' };

/** Runs DocFlow between nodes that take what leaves by its first output and by its second one. */
const run = async (step: Omit<Step, 'name'>, execute: Step['execute']): Promise<Run> =>
	await runWorkflow(
		[{ name: 'Mail', execute }, { name: 'DocFlow', ...step }, { name: 'Good' }, { name: 'Bad' }],
		credential,
		[
			['Mail', 'DocFlow'],
			['DocFlow', 'Good'],
			['DocFlow', 'Bad', 1],
		],
	);

const mails: Step['execute'] = async () => [
	{ ...(await item(['data', 'Number: 1', 'a.txt'])), json: { from: 'anna' } },
	{ ...(await item(['data', 'Number: 2', 'b.txt'])), json: { from: 'bob' } },
];

/** The second file is not taken. */
const leaveOut = () =>
	sandbox.faults.add({ path: '/file/upload', kind: 'leave-out', name: 'b.txt' });

/** The second question is refused. */
const refuse = () =>
	sandbox.faults.add({
		path: '/file/fetch',
		kind: 'json',
		skip: 1,
		body: { code: 1005025099, msg: 'no such thing', traceId: 'trace-9' },
	});

const facts = (more: object) => ({
	description: expect.any(String),
	code: null,
	trace_id: null,
	retryable: false,
	...more,
});

test('Continue (using error output): failed files leave by the second output, their facts readable', async () => {
	leaveOut();
	const output = await run({ parameters: UPLOAD, onError: 'continueErrorOutput' }, mails);
	expect(output.items('Good').map(({ json }) => json.file_name)).toEqual(['a.txt']);
	expect(output.items('Bad')).toEqual([
		{
			// n8n adds what the input item held.
			json: {
				from: 'bob',
				error: 'DocFlow did not take "b.txt" of item 1',
				details: facts({
					batch_number: expect.stringMatching(/^\d{19}$/),
					file_name: 'b.txt',
					binary_field: 'data',
				}),
			},
			pairedItem: { item: 0 },
		},
	]);
});

test('Continue: an error item says what a workflow can act on', async () => {
	leaveOut();
	const output = await run({ parameters: UPLOAD, onError: 'continueRegularOutput' }, mails);
	expect(output.items('Bad')).toEqual([]);
	expect(output.items('DocFlow').map(({ json }) => json)).toEqual([
		expect.objectContaining({ file_name: 'a.txt' }),
		facts({
			error: 'DocFlow did not take "b.txt" of item 1',
			batch_number: expect.stringMatching(/^\d{19}$/),
			file_name: 'b.txt',
			binary_field: 'data',
		}),
	]);
});

test.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
	'%s of Fetch: code and trace ID of DocFlow, and what was asked for',
	async (onError) => {
		refuse();
		const parameters = { ...FETCH, fetchBy: 'workspace', filters: { category: '={{ $json.c }}' } };
		const output = await run({ parameters, onError }, async () => [
			{ json: { c: 'a' } },
			{ json: { c: 'b' } },
		]);
		const items = output.items(onError === 'continueErrorOutput' ? 'Bad' : 'DocFlow');
		expect(items.length).toBe(1);
		const { error, details = items[0].json } = items[0].json;
		expect(error).toBe('DocFlow refused the request: no such thing');
		expect(details).toMatchObject(facts({ code: '1005025099', trace_id: 'trace-9' }));
	},
);

test('what may get another answer later is retryable', async () => {
	sandbox.faults.add({
		path: '/file/fetch',
		kind: 'status',
		status: 503,
		times: 99,
		retryAfter: '0',
	});
	const parameters = { ...FETCH, fetchBy: 'workspace' };
	const output = await run({ parameters, onError: 'continueErrorOutput' }, async () => [
		{ json: {} },
	]);
	expect(output.items('Bad')[0].json.details).toMatchObject({ code: '503', retryable: true });
});
