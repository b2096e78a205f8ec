import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import { createServer, type Server } from 'http';
import { type AddressInfo } from 'net';
import { join } from 'path';

import { type Sandbox, startSandbox } from '../../sandbox/server';
import { call, form, json, list, type Page, type Row, type Taken, upload } from './client';

let time = 1_790_000_000_000;
let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ stepMs: 1, now: () => time, probe: true })));
afterEach(async () => await sandbox.close());

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

interface Fields extends Row {
	failure_causes?: string;
	task_detail_url?: string;
	data: { fields: Array<{ key: string; value: string }> };
}

const valueOf = ({ data }: Fields, name: string) =>
	data.fields.find(({ key }) => key === name)?.value;

describe('multipart', () => {
	test('several files are one batch, and every byte arrives', async () => {
		const big = new Uint8Array(6 * 1024 * 1024).fill(7);
		const { code, result } = await upload(
			sandbox,
			{},
			form(['Number: 1', 'a.txt'], [big, '发票.pdf']),
		);
		expect(code).toBe(200);
		expect(result).toEqual({
			batch_number: expect.stringMatching(/^\d{19}$/),
			files: [
				{
					id: expect.stringMatching(/^\d{19}$/),
					task_id: expect.stringMatching(/^\d{19}$/),
					name: 'a.txt',
					format: 'txt',
				},
				{
					id: expect.stringMatching(/^\d{19}$/),
					task_id: expect.stringMatching(/^\d{19}$/),
					name: '发票.pdf',
					format: 'pdf',
				},
			],
		});
		time += 100;
		const { files } = (await list<Fields>(sandbox, { batch_number: result.batch_number })).result;
		expect(
			files.map((file) => [
				file.recognition_status,
				valueOf(file, 'sha256'),
				valueOf(file, 'byte_size'),
			]),
		).toEqual([
			[1, sha256('Number: 1'), '9'],
			[1, sha256(Buffer.from(big)), String(big.length)],
		]);
		expect(valueOf(files[0], 'Number')).toBe('1');
	});

	test('a file of another format, an empty one and another field are not taken', async () => {
		const body = form(['a', 'a.zip'], ['', 'empty.txt'], ['c', 'c.txt']);
		body.append('other', new Blob(['d']), 'd.txt');
		expect((await upload(sandbox, {}, body)).result.files.map(({ name }) => name)).toEqual([
			'c.txt',
		]);
		expect(sandbox.requests[0].parts.map(({ field }) => field)).toEqual([
			'file',
			'file',
			'file',
			'other',
		]);
	});

	test('a body without the field file is refused', async () => {
		const body = new FormData();
		body.append('files', new Blob(['a']), 'a.txt');
		expect(await upload(sandbox, {}, body)).toMatchObject({
			status: 200,
			code: 400,
			msg: 'file is missing',
		});
	});

	test('ids ascend with the clock, past what a number holds', async () => {
		const [first] = (await upload(sandbox)).result.files;
		time += 1;
		const [second] = (await upload(sandbox)).result.files;
		expect(BigInt(second.id) > BigInt(first.id)).toBe(true);
		expect(Number(BigInt(second.id) >> 22n) + 1288834974657).toBe(time);
	});
});

describe('batch number', () => {
	test('given, it gathers several uploads', async () => {
		await upload(sandbox, { batch_number: 'mine' });
		expect((await upload(sandbox, { batch_number: 'mine' })).result.batch_number).toBe('mine');
		expect((await list(sandbox, { batch_number: 'mine' })).result.total).toBe(2);
	});

	test('empty or absent, the server makes a new one for each upload', async () => {
		const numbers = [
			await upload(sandbox),
			await upload(sandbox),
			await upload(sandbox, { batch_number: '' }),
		];
		expect(new Set(numbers.map(({ result }) => result.batch_number)).size).toBe(3);
	});

	test('of 21 characters is refused, of 20 is not', async () => {
		expect(await upload(sandbox, { batch_number: 'x'.repeat(21) })).toMatchObject({
			code: 400,
			msg: 'parameter batch_number is invalid',
		});
		expect(await upload(sandbox, { batch_number: 'x'.repeat(20) })).toMatchObject({ code: 200 });
	});
});

describe('parameters', () => {
	const good = {
		category: '增值税发票',
		auto_verify_vat: 'true',
		split_flag: 'false',
		crop_flag: 'false',
		target_process: 'extract',
		parser_remove_watermark: '1',
		parser_crop_dewarp: '1',
		parser_apply_merge: '0',
		parser_formula_level: '2',
		parser_table_text_split_mode: '1',
		parser_dpi: '216',
		parser_parse_mode: 'scan',
		parser_pdf_pwd: 'a&b',
	};
	test('all of them are taken and come back in the record', async () => {
		expect(await upload(sandbox, good)).toMatchObject({ code: 200 });
		time += 100;
		expect((await list(sandbox)).result.files[0]).toMatchObject({
			category: '增值税发票',
			parser_params: {
				remove_watermark: 1,
				crop_dewarp: 1,
				apply_merge: 0,
				formula_level: 2,
				table_text_split_mode: 1,
				dpi: 216,
				parse_mode: 'scan',
				pdf_pwd: 'a&b',
			},
			data: { invoiceVerifyResult: { invoiceVerifyStatus: 1 } },
		});
	});

	test.each(Object.keys(good).filter((name) => name !== 'parser_pdf_pwd'))(
		'%s is checked',
		async (name) => {
			const value = name === 'category' ? '' : 'yes';
			expect(await upload(sandbox, { [name]: value })).toMatchObject({
				status: 200,
				code: 400,
				msg: `parameter ${name} is invalid`,
			});
			expect(sandbox.files).toEqual([]);
		},
	);
});

describe('URLs', () => {
	let source: Server;
	let base: string;
	beforeEach(async () => {
		source = createServer((request, response) => {
			if (request.url === '/away.txt')
				response.writeHead(302, { location: 'http://files.example/a.txt' }).end();
			else if (request.url === '/missing.txt') response.writeHead(404).end();
			else response.end('Number: 77');
		});
		await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
		base = `http://127.0.0.1:${(source.address() as AddressInfo).port}`;
	});
	afterEach(() => source.close());

	test('on this machine are downloaded, others are stored empty', async () => {
		const urls = [
			`${base}/%E5%8F%91%E7%A5%A8.txt?sign=1`,
			'https://files.example/far.pdf',
			`${base}/missing.txt`,
			`${base}/away.txt`,
		];
		const { result } = await call<Taken>(sandbox, '/file/upload', {}, json(sandbox, { urls }));
		expect(result.files.map(({ name, format }) => [name, format])).toEqual([
			['发票.txt', 'txt'],
			['far.pdf', 'pdf'],
			['missing.txt', 'txt'],
			['away.txt', 'txt'],
		]);
		time += 100;
		const [near, far, missing, away] = (await list<Fields>(sandbox)).result.files;
		expect([valueOf(near, 'Number'), valueOf(near, 'sha256')]).toEqual([
			'77',
			sha256('Number: 77'),
		]);
		expect([far.recognition_status, valueOf(far, 'byte_size')]).toEqual([1, '0']);
		expect(missing).toMatchObject({
			recognition_status: 2,
			failure_causes: 'download failed: HTTP 404',
		});
		expect(away).toMatchObject({
			recognition_status: 2,
			failure_causes: expect.stringContaining('download failed'),
		});
	});

	test.each([
		['no urls', {}],
		['none', { urls: [] }],
		['eleven', { urls: Array(11).fill('https://files.example/a.pdf') }],
		['another scheme', { urls: ['ftp://files.example/a.pdf'] }],
		['not a text', { urls: [1] }],
		['not an address', { urls: ['https://'] }],
	])('%s is refused', async (_name, body) => {
		expect(await call(sandbox, '/file/upload', {}, json(sandbox, body))).toMatchObject({
			code: 400,
			msg: expect.stringContaining('1 to 10'),
		});
	});

	test('a body that is not JSON or of another type is refused in an envelope', async () => {
		const broken = json(sandbox, {});
		expect(await call(sandbox, '/file/upload', {}, { ...broken, body: '{' })).toMatchObject({
			status: 200,
			code: 400,
		});
		const headers = { ...(broken.headers as Record<string, string>), 'content-type': 'text/csv' };
		expect(await call(sandbox, '/file/upload', {}, { ...broken, headers })).toMatchObject({
			status: 200,
			code: 415,
		});
	});
});

test('the synchronous upload answers finished records in the shape of fetch', async () => {
	const body = form(['Number: 1', 'a.txt'], ['sandbox: fail blurred', 'b.txt']);
	const answer = await call<Page<Fields>>(
		sandbox,
		'/file/upload/sync',
		{ with_task_detail_url: 'true' },
		{ method: 'POST', body },
	);
	expect(answer).toMatchObject({
		code: 200,
		result: {
			total: 2,
			page: 1,
			files: [
				{ name: 'a.txt', recognition_status: 1 },
				{ recognition_status: 2, failure_causes: 'blurred' },
			],
		},
	});
	expect(answer.result.files[0].task_detail_url).toMatch(/^http/);
	expect((await list(sandbox)).result.files.map((file) => file.recognition_status)).toEqual([1, 2]);
});

test('pages of a PDF are counted and read', async () => {
	const pdf = readFileSync(join(__dirname, '../../demo/documents/invoice-2026-0917.pdf'));
	await upload(sandbox, {}, form([new Uint8Array(pdf), 'a.pdf']));
	time += 100;
	const {
		files: [file],
	} = (await list<Fields>(sandbox)).result;
	expect(file).toMatchObject({
		category: 'invoice',
		total_page_num: 1,
		pages: [{ page: 0, angle: 0, dpi: 144 }],
	});
	expect([valueOf(file, 'sha256'), valueOf(file, 'Invoice Number')]).toEqual([
		sha256(pdf),
		'2026-0917',
	]);
});

describe('for people, not for tests', () => {
	let plain: Sandbox;
	beforeEach(async () => (plain = await startSandbox({ stepMs: 1, now: () => time })));
	afterEach(async () => await plain.close());
	const result = async (content: string | Uint8Array<ArrayBuffer>, name: string, query = {}) => {
		await upload(plain, query, form([content, name]));
		time += 100;
		return (await list<Fields>(plain)).result.files.at(-1);
	};
	const isStandIn = /\(this is a stand-in for DocFlow, not the real service\)$/;

	test('a document has its own fields only', async () => {
		const file = await result('Number: 1', 'a.txt');
		expect(file?.data.fields.map(({ key }) => key)).toEqual(['Number']);
	});

	test.each([
		['a picture', new Uint8Array([137, 80, 78, 71]), 'scan.png'],
		['a PDF without text', readFileSync(join(__dirname, '../../docs/images/rows.png')), 'scan.pdf'],
		['an empty text', ' ', 'a.txt'],
		['an older Word file', 'Number: 1', 'a.doc'],
	])('%s fails and says who could not read it', async (_what, content, name) => {
		const bytes = typeof content === 'string' ? content : new Uint8Array(content);
		expect(await result(bytes, name)).toMatchObject({
			recognition_status: 2,
			failure_causes: expect.stringMatching(isStandIn),
		});
	});

	test('a category that the workspace does not have fails; one that it has is taken', async () => {
		expect(await result('Number: 1', 'a.txt', { category: 'Invoice' })).toMatchObject({
			recognition_status: 2,
			failure_causes: expect.stringContaining('the workspace has no category "Invoice"'),
		});
		expect(await result('Number: 1', 'a.txt', { category: 'invoice' })).toMatchObject({
			recognition_status: 1,
			category: 'invoice',
		});
	});
});

test("booleans of the vendor's own client, which begin with capitals, count", async () => {
	await upload(sandbox, { split_flag: 'True', auto_verify_vat: 'True', crop_flag: 'False' });
	time += 100;
	const [file] = (await list<Record<string, unknown>>(sandbox, { with_task_detail_url: 'True' }))
		.result.files;
	expect(file).toMatchObject({
		task_type: 2,
		task_detail_url: expect.any(String),
		data: { invoiceVerifyResult: { invoiceVerifyStatus: 1 } },
	});
});
