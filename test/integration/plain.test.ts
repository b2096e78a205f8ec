import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/server';
import { uploadTexts } from '../support/files';
import { run, type RunOptions } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

let sandbox: Sandbox;
let credential: RunOptions['credential'];
useSandbox((started) => ({ sandbox, credential } = started));

const jsonOf = async (options: Omit<RunOptions, 'credential'>) =>
	(await run({ ...options, credential })).map(({ json }) => json);

describe('File → Delete', () => {
	const deleting = (parameters: INodeParameters) => ({
		resource: 'file',
		operation: 'delete',
		confirm: true,
		...parameters,
	});
	const deletes = () => sandbox.requests.filter(({ path }) => path.endsWith('/file/delete'));
	const left = () => sandbox.files.map(({ name }) => name);

	test.each(['batch_number', 'file_id', 'task_id'] as const)(
		'by %s, several at once',
		async (id) => {
			const [a] = await uploadTexts(credential, { 'a.txt': 'a' });
			const [b] = await uploadTexts(credential, { 'b.txt': 'b' });
			await uploadTexts(credential, { 'c.txt': 'c' });
			const by = { batch_number: 'batchNumber', file_id: 'fileId', task_id: 'taskId' }[id];
			const parameters = deleting({ deleteBy: by, [by]: `${a[id]}, ${b[id]}` });
			expect(await jsonOf({ parameters })).toEqual([
				{ deleted: true, deleted_count: 2, [id]: [a[id], b[id]] },
			]);
			expect(left()).toEqual(['c.txt']);
		},
	);

	test('many items of one batch are one request and one item, paired with all of them', async () => {
		const files = await uploadTexts(credential, { 'a.txt': 'a', 'b.txt': 'b' });
		const parameters = deleting({
			deleteBy: 'batchNumber',
			batchNumber: '={{ $json.batch_number }}',
		});
		const output = await run({
			parameters,
			credential,
			items: files.map((json) => ({ json })),
		});
		expect(output).toMatchObject([
			{ json: { deleted: true, deleted_count: 2 }, pairedItem: [{ item: 0 }, { item: 1 }] },
		]);
		expect(deletes().length).toBe(1);
	});

	test.each<[string, INodeParameters, RegExp]>([
		['without the switch', { fileId: '1', confirm: false }, /Delete for Good of item 0 is off/],
		['without an id', { fileId: ' , ' }, /File ID of item 0 is empty/],
		['by a rounded id', { fileId: '1.79E+19' }, /has lost its last digits/],
	])('%s nothing is deleted', async (_what, parameters, message) => {
		await uploadTexts(credential, { 'a.txt': 'a' });
		await expect(jsonOf({ parameters: deleting(parameters) })).rejects.toThrow(message);
		expect(deletes()).toEqual([]);
		expect(left()).toEqual(['a.txt']);
	});

	test('a later item that is wrong stops the run before anything is deleted', async () => {
		const [{ file_id }] = await uploadTexts(credential, { 'a.txt': 'a' });
		const parameters = deleting({ fileId: '={{ $json.id }}' });
		const items = [{ json: { id: file_id } }, { json: { id: '' } }];
		await expect(jsonOf({ parameters, items })).rejects.toMatchObject({
			context: { itemIndex: 1 },
		});
		expect(left()).toEqual(['a.txt']);
		expect(await jsonOf({ parameters, items, continueOnFail: true })).toMatchObject([
			{ deleted: true },
			{ error: 'File ID of item 1 is empty' },
		]);
	});

	test('what DocFlow does not know is said', async () => {
		await expect(jsonOf({ parameters: deleting({ fileId: '404' }) })).rejects.toMatchObject({
			message: 'DocFlow knows none of these, so nothing was deleted',
			description: expect.stringContaining('404'),
		});
	});

	test('a lost answer says that it may have been done, and is not asked again', async () => {
		const [{ file_id }] = await uploadTexts(credential, { 'a.txt': 'a' });
		sandbox.faults.add({ path: '/file/delete', kind: 'drop-after' });
		const [json] = await jsonOf({
			parameters: deleting({ fileId: file_id }),
			continueOnFail: true,
		});
		expect(json).toMatchObject({
			error: expect.stringContaining('broke before it answered'),
			description: expect.stringContaining('may have done it all the same'),
			retryable: false,
		});
		expect(deletes().length).toBe(1);
	});
});

describe('Batch → Get Status', () => {
	const status = (batchNumbers: string) => ({
		resource: 'batch',
		operation: 'getStatus',
		batchNumbers,
	});

	test('counts by status, failed files with reasons, several numbers', async () => {
		const [{ batch_number: first }] = await uploadTexts(credential, {
			'a.txt': 'Number: 1',
			'b.txt': 'Number: 2',
			'c.txt': 'sandbox: fail blurred',
		});
		const [{ batch_number: second }] = await uploadTexts(credential, { 'd.txt': 'd' });
		const output = await jsonOf({ parameters: status(`${first}\n${second}, 404`) });
		expect(output).toEqual([
			{
				batch_number: first,
				is_finished: true,
				file_count: 3,
				finished_count: 3,
				failed_count: 1,
				counts: { success: 2, failed: 1 },
				failed: [{ file_id: expect.any(String), file_name: 'c.txt', failure_reason: 'blurred' }],
			},
			{
				batch_number: second,
				is_finished: true,
				file_count: 1,
				finished_count: 1,
				failed_count: 0,
				counts: { success: 1 },
				failed: [],
			},
			{
				batch_number: '404',
				is_finished: false,
				file_count: 0,
				finished_count: 0,
				failed_count: 0,
				counts: {},
				failed: [],
			},
		]);
	});
});
