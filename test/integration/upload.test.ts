import { createHash } from 'crypto';
import type { Readable } from 'stream';

import { useBinaryMode } from '../../demo/engine/engine';
import { DocFlow } from '../../nodes/DocFlow/DocFlow.node';
import { binaryFiles } from '../../nodes/DocFlow/actions/file/upload/inputFiles';
import type { Sandbox } from '../../sandbox/server';
import { item } from '../support/files';
import { context, run } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

const upload = { resource: 'file', operation: 'upload' };
const text = (number: number) =>
	`Invoice Number: INV-${number}\nItem,Quantity,Amount\nPaper,${number},0\nPens,2,5.00\n`;

let sandbox: Sandbox;
let credential: Record<string, string>;

useSandbox((started) => ({ sandbox, credential } = started), { binaryMode: 'filesystem' });

describe.each(['default', 'filesystem'] as const)('binary mode %s', (mode) => {
	beforeEach(async () => await useBinaryMode(mode));

	test('fifty attachments of one item are three requests of one batch, whole and in order', async () => {
		const files = Array.from({ length: 50 }, (_, at): [string, string, string] => [
			`attachment_${at}`,
			text(at),
			`in-${at}.txt`,
		]);
		const output = await run({
			parameters: { ...upload, binaryPropertyName: 'attachment_*' },
			credential,
			items: [await item(...files)],
		});
		expect(output.map(({ json }) => json.file_name)).toEqual(files.map(([, , name]) => name));
		expect(new Set(output.map(({ json }) => json.batch_number)).size).toBe(1);
		expect(output.every(({ pairedItem }) => (pairedItem as { item: number }).item === 0)).toBe(
			true,
		);
		expect(output[7].json).toEqual({
			batch_number: expect.stringMatching(/^\d{19}$/),
			file_id: expect.stringMatching(/^\d{19}$/),
			task_id: expect.stringMatching(/^\d{19}$/),
			file_name: 'in-7.txt',
			format: 'txt',
			binary_field: 'attachment_7',
		});
		expect(sandbox.requests.map(({ parts }) => parts.length).sort()).toEqual([10, 20, 20]);
		const hashes = files.map(([, content, name]) => [
			name,
			createHash('sha256').update(content).digest('hex'),
		]);
		expect(new Map(sandbox.files.map(({ name, sha256 }) => [name, sha256]))).toEqual(
			new Map(hashes as Array<[string, string]>),
		);
		expect(sandbox.files.length).toBe(50);
		// Each id belongs to the file it is given for.
		expect(
			output.map(({ json }) => sandbox.files.find(({ id }) => id === json.file_id)?.name),
		).toEqual(files.map(([, , name]) => name));
	});

	test('a file of 5 MB and a Chinese name with quotes arrive to the byte', async () => {
		const bytes = Buffer.alloc(5 * 1024 * 1024 + 7, 'docflow');
		await run({
			parameters: upload,
			credential,
			items: [await item(['data', bytes, '发票 "九月".pdf'])],
		});
		const [part] = sandbox.requests[0].parts;
		expect(part).toMatchObject({
			field: 'file',
			bytes: bytes.length,
			sha256: createHash('sha256').update(bytes).digest('hex'),
		});
		expect(decodeURIComponent(part.filename)).toContain('发票');
		expect(sandbox.requests[0].headers['content-length']).toBeDefined();
	});
});

describe('upload', () => {
	beforeEach(async () => await useBinaryMode('filesystem'));

	test('thousands of small files take small buffers', async () => {
		const node = context({
			parameters: upload,
			credential,
			items: [await item(['data', 'abc', 'a.txt'])],
		});
		const wishes = { isWanted: () => true, minBytes: 0, unsupportedFiles: undefined, remedy: '' };
		const { files } = await binaryFiles(node, 0, wishes);
		const stream = (await files[0].content?.open()) as Readable;
		expect(stream.readableHighWaterMark).toBe(3);
		stream.destroy();
	});

	test('waits and gives one row per table row, a zero kept, paired with its item', async () => {
		const items = [await item(['data', text(1), 'a.txt']), await item(['data', text(2), 'b.txt'])];
		const output = await run({
			parameters: { ...upload, batchMode: 'allItems', waitForResults: true, output: 'rows' },
			credential,
			items,
		});
		expect(
			output.map(({ json, pairedItem }) => [
				json.file_name,
				json.row_index,
				json['Line Item'],
				json['Line Quantity'],
				json['Line Amount'],
				(pairedItem as { item: number }).item,
			]),
		).toEqual([
			['a.txt', 1, 'Paper', '1', '0', 0],
			['a.txt', 2, 'Pens', '2', '5.00', 0],
			['b.txt', 1, 'Paper', '2', '0', 1],
			['b.txt', 2, 'Pens', '2', '5.00', 1],
		]);
		expect(output[0].json).toMatchObject({
			'Invoice Number': 'INV-1',
			status: 'success',
			category: 'invoice',
		});
	});

	test.each([
		['perItem', {}, 2, [1, 1]],
		['allItems', {}, 1, [2]],
		// First a look at what the batch holds.
		['batchNumber', { batchNumber: 'mine' }, 1, [0, 2]],
	])('batch mode %s', async (batchMode, more, batches, parts) => {
		const items = [await item(['data', 'a', 'a.txt']), await item(['data', 'b', 'b.txt'])];
		const output = await run({ parameters: { ...upload, batchMode, ...more }, credential, items });
		expect(new Set(output.map(({ json }) => json.batch_number)).size).toBe(batches);
		expect(sandbox.requests.map((request) => request.parts.length)).toEqual(parts);
	});

	test('every option goes out under the name and type of the API, and only when set', async () => {
		const options = {
			category: '增值税发票',
			autoVerifyVat: true,
			splitFlag: false,
			cropFlag: true,
			targetProcess: 'extract',
		};
		const parserOptions = {
			removeWatermark: true,
			cropDewarp: false,
			applyMerge: false,
			formulaLevel: 2,
			tableTextSplitMode: true,
			dpi: 216,
			parseMode: 'scan',
			pdfPwd: 'a&b=c',
		};
		await run({
			parameters: { ...upload, options, parserOptions },
			credential,
			items: [await item(['data', 'a', 'a.txt'])],
		});
		await run({ parameters: upload, credential, items: [await item(['data', 'a', 'a.txt'])] });
		const { workspace_id, batch_number, ...query } = sandbox.requests[0].query;
		expect(query).toEqual({
			category: '增值税发票',
			auto_verify_vat: 'true',
			split_flag: 'false',
			crop_flag: 'true',
			target_process: 'extract',
			parser_remove_watermark: '1',
			parser_crop_dewarp: '0',
			parser_apply_merge: '0',
			parser_formula_level: '2',
			parser_table_text_split_mode: '1',
			parser_dpi: '216',
			parser_parse_mode: 'scan',
			parser_pdf_pwd: 'a&b=c',
		});
		expect([workspace_id, batch_number]).toEqual([
			sandbox.credential.workspaceId,
			expect.any(String),
		]);
		expect(Object.keys(sandbox.requests[1].query).sort()).toEqual(['batch_number', 'workspace_id']);
	});

	test('URLs go up in tens', async () => {
		const urls = Array.from({ length: 12 }, (_, at) => `https://files.example/${at}.pdf`).join(
			'\n',
		);
		const output = await run({ parameters: { ...upload, source: 'url', urls }, credential });
		expect(sandbox.requests.map(({ json }) => (json as { urls: string[] }).urls.length)).toEqual([
			10, 2,
		]);
		expect(output[11].json).toMatchObject({
			url: 'https://files.example/11.pdf',
			file_name: '11.pdf',
		});
	});

	test('a file that was sent and not taken is an error by name; the others come out', async () => {
		sandbox.faults.add({ kind: 'leave-out', name: 'b.txt' });
		const items = [
			await item(['x', 'a', 'a.txt'], ['y', 'b', 'b.txt']),
			await item(['x', 'c', 'c.txt']),
		];
		const options = {
			parameters: { ...upload, binaryPropertyName: '*', batchMode: 'allItems' },
			credential,
			items,
		};
		const output = await run({ ...options, continueOnFail: true });
		expect(output.map(({ json }) => [json.file_name, json.error])).toEqual([
			['b.txt', 'DocFlow did not take "b.txt" of item 0'],
			['a.txt', undefined],
			['c.txt', undefined],
		]);
		// Named in each of many errors, the files that went up would fill the memory.
		expect(output[0].json.description).not.toContain('a.txt');
		sandbox.faults.add({ kind: 'leave-out', name: 'b.txt' });
		await expect(run(options)).rejects.toMatchObject({
			message: 'DocFlow did not take "b.txt" of item 0',
			description: expect.stringContaining('Already uploaded in this run: a.txt, c.txt (batch'),
		});
	});
});

describe('bad input is refused before anything is sent', () => {
	const named = { binaryPropertyName: 'data' };
	const cases: Array<[string, object, Array<[string, string | Buffer, string]>, string]> = [
		[
			'missing field',
			{ binaryPropertyName: 'nope' },
			[['data', 'a', 'a.txt']],
			'There is no binary field "nope" in item 0',
		],
		[
			'an expression that gives nothing',
			{ binaryPropertyName: '={{ $json.nothing }}' },
			[['data', 'a', 'a.txt']],
			'Input Binary Field of item 0 is empty',
		],
		['empty file', named, [['data', '', 'a.txt']], '"a.txt" in field "data" of item 0 is empty'],
		[
			'format',
			named,
			[['data', 'a', 'a.zip']],
			'"a.zip" in field "data" of item 0: DocFlow does not read files of this format (application/zip)',
		],
		[
			'long batch number',
			{ batchMode: 'batchNumber', batchNumber: 'x'.repeat(21) },
			[['data', 'a', 'a.txt']],
			'Batch Number of item 0 has 21 characters, DocFlow takes 20 at most',
		],
		[
			'number batch',
			{ batchMode: 'batchNumber', batchNumber: '={{ 1978297791713619968 }}' },
			[['data', 'a', 'a.txt']],
			'Batch Number of item 0 came as a number that is not exact',
		],
		[
			'not a URL',
			{ source: 'url', urls: 'ftp://a/b.pdf' },
			[],
			'URLs of item 0: "ftp://a/b.pdf" is not a public web address',
		],
	];
	test.each(cases)('%s', async (_name, parameters, files, message) => {
		const items = [await item(...files)];
		await expect(
			run({ parameters: { ...upload, ...parameters }, credential, items }),
		).rejects.toMatchObject({ message, description: expect.any(String) });
		expect(sandbox.requests).toEqual([]);
	});

	test('a file over 100 MB', async () => {
		const big = await item(['data', 'a', 'a.pdf']);
		big.binary!.data.bytes = 101 * 1024 * 1024;
		const parameters = { ...upload, ...named };
		await expect(run({ parameters, credential, items: [big] })).rejects.toThrow(
			/has 101 MB, more than the 100 MB/,
		);
		expect(sandbox.requests).toEqual([]);
	});

	test('continue on fail keeps the other items going', async () => {
		const items = [await item(['data', 'a', 'a.zip']), await item(['data', 'b', 'b.txt'])];
		const parameters = { ...upload, ...named };
		const output = await run({ parameters, credential, items, continueOnFail: true });
		expect(output.map(({ json, pairedItem }) => [json.error !== undefined, pairedItem])).toEqual([
			[true, { item: 0 }],
			[false, { item: 1 }],
		]);
	});

	test('a pattern skips what DocFlow does not read and says so in a hint', async () => {
		const items = [await item(['a', 'a', 'a.zip'], ['b', 'b', 'b.txt'])];
		const node = context({ parameters: { ...upload, binaryPropertyName: '*' }, credential, items });
		const [output] = await new DocFlow().execute.call(node);
		expect(output.map(({ json }) => json.file_name)).toEqual(['b.txt']);
		expect(node.hints).toEqual([
			{
				message:
					'Left out: a.zip of item 0 (DocFlow does not read files of this format (application/zip))',
				location: 'outputPane',
			},
		]);
		expect(sandbox.requests[0].parts.map(({ filename }) => filename)).toEqual(['b.txt']);
	});
});
