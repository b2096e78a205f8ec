import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/server';
import { newWorkspace } from '../../sandbox/service/catalog';
import { skipPauses } from '../support/clock';
import { uploadTexts } from '../support/files';
import { run, type RunOptions } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

let sandbox: Sandbox;
let credential: RunOptions['credential'];
useSandbox((started) => ({ sandbox, credential } = started));
let clock: ReturnType<typeof skipPauses>;
beforeEach(() => (clock = skipPauses()));

const INVOICE =
	'Invoice Number: INV-1\nAmount: 10\nAmount: 20\nItem,Quantity,Price\nPen,2,1.50\nInk,1,8.00';

const file = async (operation: string, parameters: INodeParameters, more = {}) =>
	(
		await run({ parameters: { resource: 'file', operation, ...parameters }, credential, ...more })
	).map(({ json }) => json);

const requests = (path: string) =>
	sandbox.requests.filter((request) => request.path.endsWith(path));
const bodies = (path: string) => requests(path).map(({ json }) => json);

/** The values of a file as DocFlow holds them now. */
async function held(fileId: string) {
	const [{ data }] = await file('get', { fileId, output: 'raw' });
	const { fields, items } = data as Record<string, IDataObject[]>;
	const pair = ({ key, value }: IDataObject) => [key, value];
	return {
		fields: fields.map(pair),
		items: items.map((row) => (row as unknown as IDataObject[]).map(pair)),
	};
}

describe('File → Get', () => {
	test('gives one file by either id, finished or not, in the output asked for', async () => {
		const [{ file_id, task_id }] = await uploadTexts(credential, { 'a.txt': INVOICE });
		for (const parameters of [{ fileId: file_id }, { getBy: 'taskId', taskId: task_id }])
			expect(await file('get', parameters)).toMatchObject([
				{ file_id, task_id, status: 'success', 'Invoice Number': 'INV-1', 'Amount (2)': '20' },
			]);
		sandbox.files[0].started = Date.now() + 60_000;
		expect(await file('get', { fileId: file_id })).toMatchObject([{ status: 'pending' }]);
	});

	test('says that DocFlow does not know it', async () =>
		await expect(file('get', { fileId: '404' })).rejects.toMatchObject({
			message: 'DocFlow knows no file 404 in this workspace',
			description: expect.stringContaining('parent_task_id'),
		}));
});

describe('File → Update Fields', () => {
	const set = (name: string, value: string | number) => ({ name, value });
	const update = (fileId: string, parameters: INodeParameters, more = {}) =>
		file('update', { fileId, ...parameters }, more);
	const upload = async () => (await uploadTexts(credential, { 'a.txt': INVOICE }))[0].file_id;

	test('what is not named stays: other fields, the other of one name, table rows', async () => {
		const fileId = await upload();
		const output = await update(fileId, {
			fields: { values: [set('Invoice Number', 'INV-2'), set('Amount (2)', 21)] },
			cells: { values: [{ row: 2, column: 'Price', value: '9.00' }] },
		});
		expect(output).toMatchObject([
			{
				updated: true,
				file_id: fileId,
				file_name: 'a.txt',
				changed: ['Invoice Number', 'Amount (2)', 'Price of row 2'],
				added: [],
				deleted: [],
			},
		]);
		expect(await held(fileId)).toEqual({
			fields: [
				['Invoice Number', 'INV-2'],
				['Amount', '10'],
				['Amount', '21'],
			],
			items: [
				[
					['Item', 'Pen'],
					['Quantity', '2'],
					['Price', '1.50'],
				],
				[
					['Item', 'Ink'],
					['Quantity', '1'],
					['Price', '9.00'],
				],
			],
		});
	});

	test('by JSON, by the identifier, and an empty value clears', async () => {
		const fileId = await upload();
		const fieldsJson = '{"invoice_number": "INV-3", "Amount": null}';
		await update(fileId, { specify: 'json', fieldsJson });
		expect((await held(fileId)).fields).toEqual([
			['Invoice Number', 'INV-3'],
			['Amount', ''],
			['Amount', '20'],
		]);
	});

	test('a name with a slip changes nothing; with the switch it is a new field', async () => {
		const fileId = await upload();
		const fields = { values: [set('Invoice Nr', 'INV-2')] };
		await expect(update(fileId, { fields })).rejects.toMatchObject({
			message: 'a.txt has no Invoice Nr, so nothing was changed',
			description: expect.stringContaining('Invoice Number, Amount, Amount'),
		});
		expect(requests('/file/update')).toEqual([]);
		expect(await update(fileId, { fields, addNew: true })).toMatchObject([
			{ added: ['Invoice Nr'], changed: [] },
		]);
		expect((await held(fileId)).fields.at(-1)).toEqual(['Invoice Nr', 'INV-2']);
	});

	test('only the switch deletes what is not named, and never rows', async () => {
		const fileId = await upload();
		const fields = { values: [set('Amount', '11')] };
		const [{ deleted }] = await update(fileId, { fields, replaceAll: true });
		expect(deleted).toEqual(['Invoice Number', 'Amount']);
		const now = await held(fileId);
		expect(now.fields).toEqual([['Amount', '11']]);
		expect(now.items.length).toBe(2);
	});

	test('what is so already is not written', async () => {
		const fileId = await upload();
		const fields = { values: [set('Amount', '10')] };
		expect(await update(fileId, { fields })).toMatchObject([{ updated: false, changed: [] }]);
		expect(requests('/file/update')).toEqual([]);
	});

	test('items of one file follow each other, none undoes another', async () => {
		const fileId = await upload();
		const fields = { values: [{ name: '={{ $json.name }}', value: '={{ $json.value }}' }] };
		const items = [{ json: set('Amount', '1') }, { json: set('Amount (2)', '2') }];
		await update(fileId, { fields }, { items });
		expect((await held(fileId)).fields.slice(1)).toEqual([
			['Amount', '1'],
			['Amount', '2'],
		]);
	});

	test('whoever is undone by another that read before is told, and may try again', async () => {
		const fileId = await upload();
		const [stored] = sandbox.files;
		const before = structuredClone(stored.content);
		const write = (name: string) => update(fileId, { fields: { values: [set(name, '99')] } });
		const writing = write('Amount');
		// The other read the file before this one wrote, and writes what it read after it.
		while (requests('/file/update').every(({ isDone }) => isDone !== true))
			await new Promise((resolve) => setImmediate(resolve));
		stored.content = before;
		await expect(writing).rejects.toMatchObject({
			message: 'a.txt is not as it was written: Amount',
			description: expect.stringMatching(/Somebody else changed it.*File → Get/),
			failureDetails: { passing: true },
		});
		await write('Amount');
		expect((await held(fileId)).fields[1]).toEqual(['Amount', '99']);
	});

	test('rows that the API would not keep are noticed', async () => {
		const fileId = await upload();
		const writing = update(fileId, { fields: { values: [set('Amount', '99')] } });
		while (requests('/file/update').every(({ isDone }) => isDone !== true))
			await new Promise((resolve) => setImmediate(resolve));
		sandbox.files[0].content.tables = [];
		await expect(writing).rejects.toThrow('is not as it was written: table rows');
	});

	test.each<[string, INodeParameters, RegExp]>([
		['nothing to correct', {}, /Fields of item 0 are empty/],
		['a name twice', { fields: { values: [set('A', '1'), set('A', '2')] } }, /name "A" twice/],
		['an object as value', { specify: 'json', fieldsJson: '{"A": {}}' }, /must hold text/],
		['no JSON', { specify: 'json', fieldsJson: '{A}' }, /Fields \(JSON\) of item 0 is not valid/],
	])('%s is told before anything is sent', async (_what, parameters, message) => {
		await expect(update('1', parameters)).rejects.toThrow(message);
		expect(sandbox.requests).toEqual([]);
	});

	test('a file that is being read, and a lost answer', async () => {
		const fileId = await upload();
		const fields = { values: [set('Amount', '99')] };
		sandbox.faults.add({ path: '/file/update', kind: 'drop-after' });
		await expect(update(fileId, { fields })).rejects.toMatchObject({
			description: expect.stringMatching(/may have done it all the same: look with File → Get/),
		});
		expect(requests('/file/update').length).toBe(1);
		sandbox.files[0].started = Date.now() + 60_000;
		await expect(update(fileId, { fields })).rejects.toThrow(/not finished with a.txt yet/);
	});
});

describe('File → Retry', () => {
	test('reads a finished file anew, with parser options as the API types them', async () => {
		const [{ file_id, task_id, batch_number }] = await uploadTexts(credential, { 'a.txt': 'a: 1' });
		const parserOptions = { dpi: 216, removeWatermark: true, pdfPwd: 'hush hush' };
		expect(await file('retry', { taskId: task_id, parserOptions })).toEqual([
			{ retried: true, file_id, task_id, batch_number, file_name: 'a.txt' },
		]);
		const parser_params = { dpi: 216, remove_watermark: 1, pdf_pwd: 'hush hush' };
		expect(bodies('/file/retry')).toEqual([
			{ workspace_id: credential.workspaceId, task_id, parser_params },
		]);
		expect(sandbox.files[0].runs).toBe(2);
	});

	test('a file that is being read, and a part of a split one', async () => {
		const [{ task_id }] = await uploadTexts(credential, { 'a.txt': 'a: 1' });
		sandbox.files[0].started = Date.now() + 60_000;
		await expect(file('retry', { taskId: task_id })).rejects.toMatchObject({
			message: expect.stringContaining("so it can't be retried"),
			description: expect.stringContaining('Batch → Wait'),
		});
		await uploadTexts(credential, { 'b.txt': 'b: 1' }, { splitFlag: true });
		const [child] = sandbox.files[1].children;
		await expect(file('retry', { taskId: child.taskId })).rejects.toMatchObject({
			description: expect.stringContaining('by its parent_task_id'),
		});
		const answered = { id: '1', task_id: '2', task_type: 3, parent_task_id: '77', name: 'b#1' };
		const files = [{ ...answered, recognition_status: 1 }];
		sandbox.faults.add({ kind: 'json', body: { code: 200, result: { total: 1, files } } });
		await expect(file('retry', { taskId: '2' })).rejects.toMatchObject({
			message: expect.stringContaining("can't be retried alone"),
			description: expect.stringContaining('77'),
		});
		expect(requests('/file/retry')).toEqual([]);
	});
});

describe('File → Amend Category', () => {
	test('of an ordinary file', async () => {
		const [{ task_id }] = await uploadTexts(credential, { 'a.txt': 'a: 1' });
		const category = { __rl: true, mode: 'list', value: 'receipt' };
		const body = { task_id, category: 'receipt' };
		expect(await file('amendCategory', { taskId: task_id, category })).toEqual([
			{ amended: true, ...body },
		]);
		expect(bodies('/file/amend_category')).toEqual([
			{ workspace_id: credential.workspaceId, ...body },
		]);
		expect(sandbox.files[0].category).toBe('receipt');
	});

	test('of a split file with its pages, counted from 1 here and from 0 there', async () => {
		const [{ task_id }] = await uploadTexts(credential, { 'a.txt': 'a: 1' }, { splitFlag: true });
		const values = [
			{ category: 'invoice', pages: '1-3, 5' },
			{ category: { __rl: true, mode: 'name', value: 'receipt' }, pages: '4' },
		];
		await file('amendCategory', { taskId: task_id, fileType: 'split', splitTasks: { values } });
		expect(sandbox.files[0].children).toMatchObject([
			{ category: 'invoice', pages: [0, 1, 2, 4] },
			{ category: 'receipt', pages: [3] },
		]);
		values[0].pages = '3-1';
		await expect(
			file('amendCategory', { taskId: task_id, fileType: 'split', splitTasks: { values } }),
		).rejects.toThrow('Pages of item 0 must be page numbers, but is "3-1"');
	});

	test('of parts of a cropped file', async () => {
		const [{ task_id }] = await uploadTexts(credential, { 'a.txt': 'a: 1' }, { cropFlag: true });
		const [, second] = sandbox.files[0].children;
		const values = [{ childTaskId: second.taskId, category: 'receipt' }];
		await file('amendCategory', { taskId: task_id, fileType: 'crop', cropTasks: { values } });
		expect(sandbox.files[0].children.map(({ category }) => category)).toEqual([
			undefined,
			'receipt',
		]);
	});
});

describe('File → Extract Fields', () => {
	const fields = { values: [{ name: 'Due Date', prompt: 'When to pay', extractModel: 'DF-M1' }] };

	test('gives all fields, the new ones too, and asks once for the same', async () => {
		const [{ task_id }] = await uploadTexts(credential, { 'a.txt': 'A: 1\ndue date: 2026-12-01' });
		const tables = { values: [{ name: 'Lines', columns: 'Item, Price' }] };
		const items = [{ json: {} }, { json: {} }];
		const output = await file('extractFields', { taskId: task_id, fields, tables }, { items });
		expect(output).toMatchObject([{ task_id, A: '1', 'Due Date': '2026-12-01' }]);
		expect(bodies('/file/extract_fields')).toEqual([
			{
				workspace_id: credential.workspaceId,
				task_id,
				fields: [{ key: 'Due Date', prompt: 'When to pay', extract_model: 'DF-M1' }],
				tables: [
					{ name: 'Lines', extract_model: 'Auto', fields: [{ key: 'Item' }, { key: 'Price' }] },
				],
			},
		]);
	});

	test.each(['drop-after', 'status', 'truncated'] as const)(
		'after %s it is not asked again, as each call is billed',
		async (kind) => {
			const [{ task_id }] = await uploadTexts(credential, { 'a.txt': 'A: 1' });
			sandbox.faults.add({
				path: '/file/extract_fields',
				kind,
				status: 503,
				after: true,
				times: 9,
			});
			await expect(file('extractFields', { taskId: task_id, fields })).rejects.toMatchObject({
				description: expect.stringContaining('File → Get'),
			});
			expect(requests('/file/extract_fields').length).toBe(1);
		},
	);

	test('nothing to extract is told before anything is sent', async () => {
		await expect(file('extractFields', { taskId: '1' })).rejects.toThrow(
			'Fields of item 0 is empty',
		);
		expect(sandbox.requests).toEqual([]);
	});
});

describe('File → Translate', () => {
	const translate = (taskId: string, parameters: INodeParameters = {}) =>
		file('translate', { taskId, targetLanguage: 'zh-CN', ...parameters });
	const busy = (code: number, times: number) =>
		sandbox.faults.add({ path: '/translate', kind: 'json', body: { code, msg: 'busy' }, times });

	test('gives the translated names and values, and asks as the API wants', async () => {
		const [{ task_id, file_id }] = await uploadTexts(credential, { 'a.txt': INVOICE });
		expect(await translate(task_id, { options: { sourceLanguage: 'en' } })).toMatchObject([
			{
				translated: true,
				task_id,
				target_language: 'zh-CN',
				fields: { 'Invoice Number (translated)': 'INV-1 (translated)' },
				tables: [
					{
						table_name: 'table1 (translated)',
						rows: [{ 'Item (translated)': 'Pen (translated)' }, {}],
					},
				],
			},
		]);
		expect(bodies('/file/translate')).toEqual([
			{ task_id, source_language: 'en', target_language: 'zh-CN' },
		]);
		const options = { fieldNames: 'translated' };
		expect(await file('get', { fileId: file_id, options })).toMatchObject([
			{ 'Invoice Number (translated)': 'INV-1 (translated)' },
		]);
	});

	test('waits while another translation runs or the file is being read', async () => {
		const [{ task_id }] = await uploadTexts(credential, { 'a.txt': INVOICE });
		busy(1005025067, 2);
		busy(1005025066, 2);
		expect(await translate(task_id)).toMatchObject([{ translated: true }]);
		expect(requests('/file/translate').length).toBe(5);
		busy(1005025067, 1000);
		await expect(translate(task_id, { options: { waitTimeout: 30 } })).rejects.toMatchObject({
			message: expect.stringMatching(/could not be translated within 30 s.*being translated/),
			failureDetails: { passing: true },
		});
	});

	test('a lost answer is not asked again', async () => {
		const [{ task_id }] = await uploadTexts(credential, { 'a.txt': INVOICE });
		sandbox.faults.add({ path: '/translate', kind: 'drop-after' });
		await expect(translate(task_id)).rejects.toMatchObject({
			description: expect.stringContaining('may have done it all the same'),
		});
		expect(requests('/file/translate').length).toBe(1);
	});

	test('what can not be translated is said in words', async () => {
		const [{ task_id }] = await uploadTexts(credential, { 'a.txt': 'sandbox: fail blurred' });
		await expect(translate(task_id)).rejects.toThrow('whose recognition failed');
		const [{ task_id: good }] = await uploadTexts(credential, { 'b.txt': INVOICE });
		const same = { options: { sourceLanguage: 'zh-CN' } };
		await expect(translate(good, same)).rejects.toThrow('is in the language it is to be');
	});
});

describe('Batch → Wait', () => {
	const wait = (batchNumbers: string, more = {}, options = {}) =>
		run({
			parameters: { resource: 'batch', operation: 'wait', batchNumbers, options },
			credential,
			...more,
		});

	test('waits until all are finished, and gives what Get Status does', async () => {
		const [{ batch_number: a }] = await uploadTexts(credential, {
			'a.txt': 'sandbox: fail blurred',
		});
		const [{ batch_number: b }] = await uploadTexts(credential, { 'b.txt': 'b: 1' });
		sandbox.files[1].started = Date.now() + 20_000;
		const output = await wait(`${a}, ${b}`);
		const parameters = { resource: 'batch', operation: 'getStatus', batchNumbers: `${a}, ${b}` };
		expect(output).toEqual(await run({ parameters, credential }));
		expect(output.map(({ json }) => [json.batch_number, json.is_finished])).toEqual([
			[a, true],
			[b, true],
		]);
	});

	test('one deadline holds for all batches of all items; finished ones come out', async () => {
		const uploaded = [];
		for (const name of ['a.txt', 'b.txt', 'c.txt'])
			uploaded.push(...(await uploadTexts(credential, { [name]: 'a: 1' })));
		for (const file of sandbox.files.slice(1)) file.started = Date.now() + 3_600_000;
		const items = uploaded.map((json) => ({ json }));
		const before = clock.slept();
		const output = await wait(
			'={{ $json.batch_number }}',
			{ items, continueOnFail: true },
			{ waitTimeout: 60 },
		);
		expect(output).toMatchObject([
			{ json: { batch_number: uploaded[0].batch_number, is_finished: true } },
			{ json: { batch_number: uploaded[1].batch_number, retryable: true } },
			{
				json: {
					batch_number: uploaded[2].batch_number,
					error: expect.stringMatching(/after 6\d s/),
				},
			},
		]);
		expect(clock.slept() - before).toBeLessThan(100_000);
	});

	test('a number that DocFlow does not know is an error', async () =>
		await expect(wait('404')).rejects.toThrow('DocFlow knows no batch 404'));
});

describe('an unknown number beside a batch that takes an hour', () => {
	let slow: string;
	beforeEach(async () => {
		[{ batch_number: slow }] = await uploadTexts(credential, { 'a.txt': 'a: 1' });
		sandbox.files[0].started = Date.now() + 3_600_000;
		sandbox.requests.length = 0;
	});
	const play = async (parameters: INodeParameters, continueOnFail: boolean) =>
		await run({
			parameters: { ...parameters, options: { waitTimeout: 7200 } },
			credential,
			items: [{ json: { number: slow } }, { json: { number: '404' } }],
			continueOnFail,
		});

	const number = '={{ $json.number }}';
	describe.each<[string, INodeParameters]>([
		['Batch → Wait', { resource: 'batch', operation: 'wait', batchNumbers: number }],
		['File → Fetch', { resource: 'file', operation: 'fetch', batchNumber: number }],
	])('%s', (_name, parameters) => {
		test('is told at once, and nothing more is asked', async () => {
			const before = clock.slept();
			await expect(play(parameters, false)).rejects.toThrow('DocFlow knows no batch 404');
			expect(clock.slept() - before).toBeLessThan(10_000);
			const asked = sandbox.requests.length;
			for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
			expect(sandbox.requests.length).toBe(asked);
		});

		test('continuing on fail, the other is waited for', async () => {
			const output = await play(parameters, true);
			expect(output).toMatchObject([
				{ json: { batch_number: slow }, pairedItem: { item: 0 } },
				{ json: { batch_number: '404', error: 'DocFlow knows no batch 404' } },
			]);
			expect(output[0].json).not.toHaveProperty('error');
		});
	});
});

test('another workspace is asked for where it is chosen', async () => {
	sandbox.workspaces.push(newWorkspace({ workspace_id: '77', name: 'Other' }));
	await uploadTexts(credential, { 'a.txt': INVOICE }, { workspaceId: '77' });
	const [{ id }] = sandbox.files;
	await expect(file('get', { fileId: id })).rejects.toThrow('in this workspace');
	const fields = { values: [{ name: 'Amount', value: '99' }] };
	const options = { workspaceId: { __rl: true, mode: 'id', value: '77' } };
	expect(await file('update', { fileId: id, fields, options })).toMatchObject([{ updated: true }]);
});
