import type { INodeExecutionData } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { item, uploadTexts } from '../support/files';
import { run } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

const fetchParameters = { resource: 'file', operation: 'fetch' };
const invoice = (number: number) =>
	`Invoice Number: INV-${number}\nItem,Quantity,Amount\nPaper,${number},0\nPens,2,5.00\n`;

let sandbox: Sandbox;
let credential: Record<string, string>;

/** Only what Fetch asked for. */
const asked = () =>
	sandbox.requests.filter(({ path }) => path.endsWith('/file/fetch')).map(({ query }) => query);
const column = (items: INodeExecutionData[], name: string) => items.map(({ json }) => json[name]);

async function fetch(parameters: object, items?: INodeExecutionData[]) {
	return await run({ parameters: { ...fetchParameters, ...parameters }, credential, items });
}

useSandbox((started) => ({ sandbox, credential } = started));

describe('fetch by', () => {
	test('batch number gives the files of the batch and no others', async () => {
		const [{ batch_number }] = await uploadTexts(credential, {
			'a.txt': invoice(1),
			'b.txt': invoice(2),
		});
		await uploadTexts(credential, { 'other.txt': invoice(3) });
		const output = await fetch({ batchNumber: batch_number });
		expect(column(output, 'file_name').sort()).toEqual(['a.txt', 'b.txt']);
		expect(output[0].pairedItem).toEqual({ item: 0 });
		expect(output[0].json).toMatchObject({
			batch_number,
			status: 'success',
			status_code: 1,
			verification_status: 'pending',
		});
	});

	test.each([
		['fileId', 'file_id'],
		['taskId', 'task_id'],
	] as const)('%s', async (fetchBy, name) => {
		const files = await uploadTexts(credential, { 'a.txt': 'a: 1', 'b.txt': 'b: 2' });
		const output = await fetch({ fetchBy, [fetchBy]: files[1][name] });
		expect(column(output, 'file_name')).toEqual(['b.txt']);
		expect(asked()[0]).toEqual({
			workspace_id: credential.workspaceId,
			[name]: files[1][name],
			page: '1',
			page_size: '1000',
		});
	});

	test('the rows of one request share their pairs, which would else be as many as rows times items', async () => {
		const texts = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}.txt`, 'a: 1']));
		const files = await uploadTexts(credential, texts);
		// Items that don't tell which of the files is theirs.
		const items = files.map(({ batch_number }) => ({ json: { batch_number } }));
		const output = await fetch({ batchNumber: '={{ $json.batch_number }}' }, items);
		expect(output.length).toBe(20);
		expect(output[19].pairedItem).toEqual(items.map((_, item) => ({ item })));
		expect(new Set(output.flatMap(({ pairedItem }) => pairedItem)).size).toBe(20);
	});

	test('expressions are evaluated for each item, the same batch asked once and paired with all', async () => {
		const [{ batch_number: first }] = await uploadTexts(credential, { 'a.txt': 'a: 1' });
		const [{ batch_number: second }] = await uploadTexts(credential, { 'b.txt': 'b: 1' });
		const items = [first, second, first].map((batch_number) => ({ json: { batch_number } }));
		const output = await fetch({ batchNumber: '={{ $json.batch_number }}' }, items);
		expect(output.map(({ json, pairedItem }) => [json.file_name, pairedItem])).toEqual([
			['a.txt', [{ item: 0 }, { item: 2 }]],
			['b.txt', { item: 1 }],
		]);
		expect(asked().length).toBe(2);
	});
});

describe('the whole workspace', () => {
	test('past a page of 1000 to the last file, or to the limit', async () => {
		const texts = Object.fromEntries(
			Array.from({ length: 2300 }, (_, at) => [`${at}.txt`, `n: ${at}`]),
		);
		await uploadTexts(credential, texts, { maxFilesPerRequest: 1000 });
		const all = await fetch({ fetchBy: 'workspace' });
		expect(new Set(column(all, 'file_id')).size).toBe(2300);
		expect(asked().map(({ page, page_size }) => [page, page_size])).toEqual([
			['1', '1000'],
			['2', '1000'],
			['3', '1000'],
		]);
		const some = await fetch({ fetchBy: 'workspace', returnAll: false, limit: 1001 });
		expect(some.length).toBe(1001);
		const few = await fetch({ fetchBy: 'workspace', returnAll: false, limit: 3 });
		expect(few.length).toBe(3);
		expect(asked().at(-1)).toMatchObject({ page: '1', page_size: '3' });
	});

	test('every filter and option goes out under the name and in the form of the API', async () => {
		const filters = {
			category: '发票',
			recognitionStatus: 1,
			verificationStatus: 0,
			startTime: '2026-09-15T08:00:00+08:00',
			endTime: '2026-09-16',
		};
		const options = {
			withDocument: true,
			withTaskDetailUrl: true,
			withImageUrl: true,
			workspaceId: ` ${credential.workspaceId} `,
		};
		expect(await fetch({ fetchBy: 'workspace', output: 'raw', filters, options })).toEqual([]);
		expect(asked()).toEqual([
			{
				workspace_id: credential.workspaceId,
				category: '发票',
				recognition_status: '1',
				verification_status: '0',
				start_time: '2026-09-15T00:00:00Z',
				end_time: '2026-09-16T04:00:00Z',
				with_document: 'true',
				with_task_detail_url: 'true',
				with_image_url: 'true',
				page: '1',
				page_size: '1000',
			},
		]);
	});

	test('filters select', async () => {
		await uploadTexts(credential, { 'a.txt': 'a: 1', 'b.txt': 'sandbox: fail no text found' });
		const failed = await fetch({ fetchBy: 'workspace', filters: { recognitionStatus: 2 } });
		expect(failed.map(({ json }) => [json.file_name, json.status, json.failure_reason])).toEqual([
			['b.txt', 'failed', 'no text found'],
		]);
		const future = await fetch({
			fetchBy: 'workspace',
			filters: { startTime: '2099-01-01T00:00:00Z' },
		});
		expect(future).toEqual([]);
	});
});

describe('output', () => {
	test('simplified: metadata, then each field under its own name', async () => {
		const [{ batch_number }] = await uploadTexts(credential, { 'a.txt': invoice(7) });
		const [{ json }] = await fetch({ batchNumber: batch_number });
		expect(Object.keys(json)).toEqual([
			'file_key',
			'batch_number',
			'file_id',
			'task_id',
			'file_name',
			'format',
			'category',
			'status',
			'status_code',
			'failure_reason',
			'page_count',
			'duration_ms',
			'verification_status',
			'parent_task_id',
			'Invoice Number',
		]);
		expect(json['Invoice Number']).toBe('INV-7');
	});

	test('raw: the record as it came', async () => {
		const [{ batch_number, file_id }] = await uploadTexts(credential, { 'a.txt': invoice(7) });
		const [{ json }] = await fetch({ batchNumber: batch_number, output: 'raw' });
		expect(json).toMatchObject({
			id: file_id,
			recognition_status: 1,
			data: { tables: [{ items: expect.any(Array) }] },
		});
	});

	test('children of a split file take its place, in rows too; without it the whole file comes', async () => {
		const [{ batch_number, task_id }] = await uploadTexts(
			credential,
			{ 'a.txt': invoice(7) },
			{ splitFlag: true },
		);
		const rows = await fetch({ batchNumber: batch_number, output: 'rows' });
		expect(rows.length).toBe(4);
		expect(
			rows.every(
				({ json }) => json.parent_task_id === task_id && json.batch_number === batch_number,
			),
		).toBe(true);
		const whole = await fetch({ batchNumber: batch_number, options: { splitChildren: false } });
		expect(column(whole, 'task_id')).toEqual([task_id]);
	});

	test('identifiers as column names', async () => {
		const [{ batch_number }] = await uploadTexts(credential, { 'a.txt': invoice(7) });
		const [{ json }] = await fetch({
			batchNumber: batch_number,
			options: { fieldNames: 'identifier' },
		});
		expect(json).toMatchObject({ invoice_number: 'INV-7' });
	});
});

describe('wait until finished', () => {
	useSandbox((started) => ({ sandbox, credential } = started), {
		stepMs: 4_000,
		now: () => Date.now(),
	});

	test('asks ever less often, and gives the results', async () => {
		const clock = skipPauses();
		const [{ batch_number }] = await uploadTexts(credential, { 'a.txt': invoice(1) });
		const [{ json }] = await fetch({
			batchNumber: batch_number,
			waitUntilFinished: true,
		});
		expect(json).toMatchObject({ status: 'success', 'Invoice Number': 'INV-1' });
		expect(asked().length).toBeLessThanOrEqual(8);
		expect(clock.slept()).toBeGreaterThanOrEqual(20_000 - 1000);
	});

	test('waits through errors that pass', async () => {
		skipPauses();
		const [{ batch_number }] = await uploadTexts(credential, { 'a.txt': invoice(1) });
		const waiting = fetch({ batchNumber: batch_number, waitUntilFinished: true });
		sandbox.faults.add({ path: '/file/fetch', kind: 'status', status: 503, times: 6 });
		expect((await waiting)[0].json.status).toBe('success');
	});

	test('at the timeout says what is unfinished and how to get it later', async () => {
		skipPauses();
		const [{ batch_number }] = await uploadTexts(credential, {
			'a.txt': invoice(1),
			'b.txt': invoice(2),
		});
		await expect(
			fetch({ batchNumber: batch_number, waitUntilFinished: true, options: { waitTimeout: 5 } }),
		).rejects.toMatchObject({
			message: expect.stringMatching(
				new RegExp(`^DocFlow is not finished with batch ${batch_number} after [345] s$`),
			),
			description: expect.stringMatching(
				/Unfinished: a\.txt \(\w+\), b\.txt \(\w+\)\. Nothing is lost: .*File → Fetch for batch/,
			),
		});
	});

	test('a cancelled execution stops waiting', async () => {
		const [{ batch_number }] = await uploadTexts(credential, { 'a.txt': invoice(1) });
		const controller = new AbortController();
		const parameters = {
			...fetchParameters,
			batchNumber: batch_number,
			waitUntilFinished: true,
		};
		const waiting = run({ parameters, credential, signal: controller.signal });
		controller.abort();
		await expect(waiting).rejects.toThrow(/cancelled/);
	});
});

describe('bad input is refused before anything is sent', () => {
	test.each([
		['empty id', { batchNumber: '' }, 'Batch Number of item 0 is empty'],
		[
			'inexact id',
			{ fetchBy: 'fileId', fileId: '={{ 1978297791713619968 }}' },
			'File ID of item 0 came as a number that is not exact',
		],
		[
			'wrong date',
			{ fetchBy: 'workspace', filters: { startTime: 'yesterday' } },
			'Updated After of item 0 is not a date: "yesterday"',
		],
		[
			'swapped dates',
			{ fetchBy: 'workspace', filters: { startTime: '2026-09-16', endTime: '2026-09-15' } },
			'Updated After of item 0 is later than Updated Before',
		],
		[
			'wrong limit',
			{ fetchBy: 'workspace', returnAll: false, limit: '={{ 0 }}' },
			'Limit of item 0 must be a whole number of at least 1, but is 0',
		],
		[
			'wrong wait',
			{ batchNumber: '1', waitUntilFinished: true, options: { waitTimeout: '={{ "soon" }}' } },
			'Wait Timeout (Seconds) of item 0 must be a number from 1 to 86400, but is "soon"',
		],
	])('%s', async (_name, parameters, message) => {
		await expect(fetch(parameters)).rejects.toMatchObject({
			message,
			description: expect.any(String),
			context: { itemIndex: 0 },
		});
		expect(sandbox.requests).toEqual([]);
	});

	test('a batch that does not exist is an error; with continue on fail the others come out', async () => {
		const [{ batch_number }] = await uploadTexts(credential, { 'a.txt': 'a: 1' });
		const parameters = { ...fetchParameters, batchNumber: '={{ $json.batch }}' };
		const items = [{ json: { batch: '404' } }, { json: { batch: batch_number } }];
		await expect(run({ parameters, credential, items })).rejects.toMatchObject({
			message: 'DocFlow knows no batch 404',
			description: expect.stringContaining('workspace'),
		});
		const output = await run({ parameters, credential, items, continueOnFail: true });
		expect(
			output.map(({ json, pairedItem }) => [json.error ?? json.file_name, pairedItem]),
		).toEqual([
			['DocFlow knows no batch 404', { item: 0 }],
			['a.txt', { item: 1 }],
		]);
	});
});

test('what Upload gives, Fetch takes', async () => {
	const upload = { resource: 'file', operation: 'upload' };
	const uploaded = await run({
		parameters: upload,
		credential,
		items: [await item(['data', 'a: 1', 'a.txt'])],
	});
	const output = await fetch(
		{ batchNumber: '={{ $json.batch_number }}' },
		uploaded.map(({ json }) => ({ json })),
	);
	expect(column(output, 'file_id')).toEqual(column(uploaded, 'file_id'));
});
