import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/server';
import { runWorkflow, type Step } from '../support/engine';
import { item, uploadTexts } from '../support/files';
import { run } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

let sandbox: Sandbox;
let credential: Record<string, string>;
useSandbox((started) => ({ sandbox, credential } = started));

const fetches = () => sandbox.requests.filter(({ path }) => path.endsWith('/file/fetch'));
const UPLOAD = { resource: 'file', operation: 'upload', binaryPropertyName: '*' };
const FETCH = { resource: 'file', operation: 'fetch' };

const mails: Step['execute'] = async () => [
	{
		...(await item(['a', 'Number: A', 'anna-1.txt'], ['b', 'Number: A2', 'anna-2.txt'])),
		json: { from: 'anna' },
	},
	{ ...(await item(['a', 'Number: B', 'bob-1.txt'])), json: { from: 'bob' } },
	{ ...(await item(['a', 'Number: C', 'carl-1.txt'])), json: { from: 'carl' } },
];

/** What n8n finds when a later node asks each row for the item of earlier nodes that it is from. */
const probe: Step = {
	name: 'Sheet',
	parameters: {
		value: "={{ $('Mail').item.json.from + ' ' + $('Upload').item.json.file_name }}",
	},
	async execute() {
		return this.getInputData().map(({ json }, at) => ({
			json: { file: json.file_name, from: this.getNodeParameter('value', at) },
		}));
	},
};

const batchModes: INodeParameters[] = [
	{ batchMode: 'perItem' },
	{ batchMode: 'allItems' },
	{ batchMode: 'batchNumber', batchNumber: '2026' },
];
const ways: INodeParameters[] = [
	{ fetchBy: 'batchNumber', batchNumber: '={{ $json.batch_number }}' },
	{ fetchBy: 'batchNumber', batchNumber: '={{ $json.batch_number }}', output: 'rows' },
	{ fetchBy: 'fileId', fileId: '={{ $json.file_id }}' },
	{ fetchBy: 'taskId', taskId: '={{ $json.task_id }}' },
];

describe.each(batchModes)('Upload with $batchMode', (batch) =>
	test.each(ways)('Fetch by $fetchBy, $output: every row leads to its mail', async (way) => {
		const output = await runWorkflow(
			[
				{ name: 'Mail', execute: mails },
				{ name: 'Upload', parameters: { ...UPLOAD, ...batch } },
				{ name: 'Fetch', parameters: { ...FETCH, ...way } },
				probe,
			],
			credential,
		);
		expect(output.error).toBeUndefined();
		const rows = output.items('Sheet').map(({ json }) => json);
		expect(rows.map(({ file }) => file).sort()).toEqual([
			'anna-1.txt',
			'anna-2.txt',
			'bob-1.txt',
			'carl-1.txt',
		]);
		for (const { file, from } of rows)
			expect(from).toBe(`${String(file).split('-')[0]} ${String(file)}`);
	}),
);

test('older files of a batch belong to no single item: told by name, never booked under a wrong sender', async () => {
	await uploadTexts(credential, { 'old.txt': 'Number: 0' }, {}, '2027');
	const flow = async (way: INodeParameters, value: string) =>
		await runWorkflow(
			[
				{ name: 'Mail', execute: mails },
				{
					name: 'Upload',
					parameters: { ...UPLOAD, batchMode: 'batchNumber', batchNumber: '2027' },
				},
				{ name: 'Fetch', parameters: { ...FETCH, ...way } },
				{ ...probe, parameters: { value } },
			],
			credential,
		);
	const byBatch = { fetchBy: 'batchNumber', batchNumber: '={{ $json.batch_number }}' };
	const whole = await flow(byBatch, '={{ $json.file_name }}');
	expect(whole.items('Sheet').length).toBe(5);
	expect(whole.hints('Fetch')).toEqual([expect.stringMatching(/^1 of 5 files .* old\.txt$/)]);
	const asked = await flow(byBatch, "={{ $('Mail').item.json.from }}");
	expect(asked.error?.message).toMatch(/multiple match/i);
	const own = await flow(
		{ fetchBy: 'fileId', fileId: '={{ $json.file_id }}' },
		"={{ $('Mail').item.json.from }}",
	);
	expect(own.error).toBeUndefined();
	expect(own.items('Sheet').map(({ json }) => json.from)).toEqual(['anna', 'anna', 'bob', 'carl']);
});

describe('files by id share requests', () => {
	const texts = (count: number) =>
		Object.fromEntries(Array.from({ length: count }, (_file, at) => [`${at}.txt`, `n: ${at}`]));

	test('300 of one batch are asked for together', async () => {
		const files = await uploadTexts(credential, texts(300));
		sandbox.requests.length = 0;
		const output = await run({
			parameters: { ...FETCH, fetchBy: 'fileId', fileId: '={{ $json.file_id }}' },
			credential,
			items: files.map((json) => ({ json })),
		});
		expect(output.map(({ json, pairedItem }) => [json.file_id, json.n, pairedItem])).toEqual(
			files.map(({ file_id }, at) => [file_id, String(at), { item: at }]),
		);
		expect(fetches().length).toBeLessThan(5);
	});

	test('an id that the batch of its item does not hold is asked for alone, and one that is nowhere fails alone', async () => {
		const [a, b] = await uploadTexts(credential, texts(2));
		const [other] = await uploadTexts(credential, { 'other.txt': 'n: 9' });
		const items = [
			{ json: { ...a } },
			{ json: { ...b } },
			{ json: { ...other, batch_number: a.batch_number } },
			{ json: { file_id: '404', batch_number: a.batch_number } },
		];
		const output = await run({
			parameters: { ...FETCH, fetchBy: 'fileId', fileId: '={{ $json.file_id }}' },
			credential,
			items,
			continueOnFail: true,
		});
		expect(output.map(({ json }) => json.file_name ?? json.error)).toEqual([
			'0.txt',
			'1.txt',
			'other.txt',
			'DocFlow knows no file 404',
		]);
	});
});

test('what is not a result is told in the editor: unfinished files and failed ones', async () => {
	const files = { 'a.txt': 'n: 1', 'bad.txt': 'sandbox: fail blurred' };
	const [{ batch_number }] = await uploadTexts(credential, files);
	const steps = (parameters: INodeParameters): Step[] => [
		{ name: 'Start', execute: async () => [{ json: {} }] },
		{ name: 'Fetch', parameters: { ...FETCH, batchNumber: batch_number, ...parameters } },
	];
	const waited = await runWorkflow(steps({}), credential);
	expect(waited.hints('Fetch')).toEqual([
		'DocFlow could not read 1 of the documents: bad.txt (blurred)',
	]);
	sandbox.faults.add({
		path: '/file/fetch',
		kind: 'json',
		body: {
			code: 200,
			result: { total: 1, files: [{ id: '1', name: 'a', recognition_status: 3 }] },
		},
	});
	const early = await runWorkflow(steps({ waitUntilFinished: false }), credential);
	expect(early.hints('Fetch')).toEqual([
		'1 of 1 files are not finished yet: switch on Wait Until Finished, or fetch them later.',
	]);
});
