import { type Sandbox, startSandbox } from '../../sandbox/server';
import { call, form, json, list, type Query, type Row, upload } from './client';

const START = 1_790_000_000_000;
const STEP = 1000;
let time = START;
let sandbox: Sandbox;
beforeEach(async () => {
	time = START;
	sandbox = await startSandbox({ stepMs: STEP, now: () => time, probe: true });
});
afterEach(async () => await sandbox.close());

const iso = (ms: number) => new Date(ms).toISOString();
const names = async (query: Query) =>
	(await list(sandbox, query)).result.files.map(({ name }) => name).sort();

describe('status moves with the clock', () => {
	test.each<[string, Query, string, number[]]>([
		['ordinary', {}, 'x', [0, 5, 20, 3, 4, 1, 1]],
		['failed', {}, 'sandbox: fail too dark', [0, 5, 20, 3, 4, 2, 2]],
		['classify', { target_process: 'classify' }, 'x', [0, 5, 5, 20, 3, 10, 10]],
		['split', { split_flag: 'true' }, 'x', [0, 20, 6, 3, 4, 1, 1]],
		['crop', { crop_flag: 'true' }, 'x', [0, 20, 7, 3, 4, 1, 1]],
	])('%s', async (_name, query, content, expected) => {
		await upload(sandbox, query, form([content, 'a.txt']));
		const seen: number[] = [];
		for (let step = 0; step < expected.length; step++) {
			seen.push((await list(sandbox)).result.files[0].recognition_status);
			time += STEP;
		}
		expect(seen).toEqual(expected);
	});
});

describe('filters', () => {
	beforeEach(async () => {
		await upload(
			sandbox,
			{ batch_number: 'one', category: 'invoice' },
			form(['x', 'a.txt'], ['sandbox: fail', 'b.txt']),
		);
		time += 10 * STEP;
		await upload(sandbox, { batch_number: 'two', category: '收据' }, form(['x', 'c.txt']));
	});

	test('none gives all, and several are joined by and', async () => {
		expect(await names({})).toEqual(['a.txt', 'b.txt', 'c.txt']);
		expect(await names({ batch_number: 'one', recognition_status: '2' })).toEqual(['b.txt']);
		expect(await names({ batch_number: 'two', recognition_status: '2' })).toEqual([]);
	});

	test('by batch, file, task and category', async () => {
		const [a, , c] = sandbox.files;
		expect(await names({ batch_number: 'one' })).toEqual(['a.txt', 'b.txt']);
		expect(await names({ file_id: a.id })).toEqual(['a.txt']);
		expect(await names({ task_id: c.taskId })).toEqual(['c.txt']);
		expect(await names({ file_id: a.taskId })).toEqual([]);
		expect(await names({ category: '收据' })).toEqual(['c.txt']);
	});

	test('an unknown batch is an empty list, not a failure', async () => {
		expect(await list(sandbox, { batch_number: 'nope' })).toMatchObject({
			code: 200,
			result: { total: 0, page: 1, page_size: 1000, files: [] },
		});
	});

	test('by recognition and verification status', async () => {
		expect(await names({ recognition_status: '0' })).toEqual(['c.txt']);
		expect(await names({ recognition_status: '1' })).toEqual(['a.txt']);
		expect(await names({ verification_status: '0' })).toEqual(['a.txt', 'b.txt', 'c.txt']);
		expect(await names({ verification_status: '2' })).toEqual([]);
	});

	test('by update time, both ends included', async () => {
		const done = START + 5 * STEP;
		expect(await names({ start_time: iso(done), end_time: iso(done) })).toEqual(['a.txt', 'b.txt']);
		expect(await names({ start_time: iso(done + 1) })).toEqual(['c.txt']);
		expect(await names({ end_time: iso(done - 1) })).toEqual([]);
		expect(
			await names({ start_time: '2026-09-21T22:13:25+08:00', end_time: '2026-09-21T14:13:25Z' }),
		).toEqual(['a.txt', 'b.txt']);
	});

	test('somebody who confirms a file moves its update time', async () => {
		const [a] = sandbox.files;
		time += 3600_000;
		await fetch(
			`${sandbox.url}/__sandbox/files/${a.id}`,
			json(sandbox, { verification_status: 2 }),
		);
		expect(await names({ verification_status: '2' })).toEqual(['a.txt']);
		expect(await names({ start_time: iso(time) })).toEqual(['a.txt']);
		expect((await list(sandbox, { file_id: a.id })).result.files[0]).toMatchObject({
			recognition_status: 1,
			verification_status: 2,
		});
	});

	test.each([
		['page', '0'],
		['page', 'x'],
		['page_size', '-1'],
		['recognition_status', '9'],
		['verification_status', '1'],
		['start_time', '2026-09-21'],
		['end_time', '2026-13-21T00:00:00Z'],
		['with_document', '1'],
		['with_image_url', 'yes'],
		['with_task_detail_url', 'yes'],
	])('%s=%s is refused', async (name, value) => {
		expect(await list(sandbox, { [name]: value })).toMatchObject({
			status: 200,
			code: 400,
			msg: `parameter ${name} is invalid`,
		});
	});
});

describe('pages', () => {
	test('every file comes once, and the total stands on each page', async () => {
		await upload(
			sandbox,
			{},
			form(...Array.from({ length: 25 }, (_, at): [string, string] => ['x', `${at}.txt`])),
		);
		const pages = await Promise.all(
			['1', '2', '3', '4'].map(
				async (page) => (await list(sandbox, { page, page_size: '10' })).result,
			),
		);
		expect(
			pages.map(({ total, page, page_size, files }) => [total, page, page_size, files.length]),
		).toEqual([
			[25, 1, 10, 10],
			[25, 2, 10, 10],
			[25, 3, 10, 5],
			[25, 4, 10, 0],
		]);
		expect(new Set(pages.flatMap(({ files }) => files.map(({ id }) => id))).size).toBe(25);
	});

	test('a page holds 1000 at most', async () => {
		expect((await list(sandbox, { page_size: '5000' })).result.page_size).toBe(1000);
	});

	test('a server may cut them shorter than asked', async () => {
		const short = await startSandbox({ maxPage: 2 });
		await upload(
			short,
			{},
			form(...Array.from({ length: 5 }, (_, at): [string, string] => ['x', `${at}.txt`])),
		);
		const page = async (query: Query) => (await list(short, query)).result;
		expect(await page({})).toMatchObject({
			total: 5,
			page_size: 2,
			files: [{ name: '0.txt' }, { name: '1.txt' }],
		});
		expect(await page({ page: '3', page_size: '1000' })).toMatchObject({
			total: 5,
			page_size: 2,
			files: [{ name: '4.txt' }],
		});
		expect((await page({ page_size: '1' })).files).toHaveLength(1);
		await short.close();
	});

	test('shuffled looks like no order, and stays the same', async () => {
		const shuffled = await startSandbox({ order: 'shuffled' });
		await upload(
			shuffled,
			{},
			form(...Array.from({ length: 50 }, (_, at): [string, string] => ['x', `${at}.txt`])),
		);
		const ids = async (query: Query) =>
			(await list(shuffled, query)).result.files.map(({ id }) => id);
		const all = await ids({});
		expect([...all].sort()).toEqual(shuffled.files.map(({ id }) => id));
		expect([[...all].sort(), [...all].sort().reverse()]).not.toContainEqual(all);
		await fetch(
			`${shuffled.url}/__sandbox/files/${all[40]}`,
			json(shuffled, { verification_status: 2 }),
		);
		expect([
			...(await ids({ page: '1', page_size: '20' })),
			...(await ids({ page: '2', page_size: '20' })),
		]).toEqual(all.slice(0, 40));
		await shuffled.close();
	});

	test('in order of update a file moves between pages', async () => {
		const moving = await startSandbox({ now: () => time, order: 'updated' });
		for (const name of ['a.txt', 'b.txt']) {
			await upload(moving, {}, form(['x', name]));
			time += 60_000;
		}
		const second = async () =>
			(await list(moving, { page: '2', page_size: '1' })).result.files.map(({ name }) => name);
		expect(await second()).toEqual(['a.txt']);
		await fetch(
			`${moving.url}/__sandbox/files/${moving.files[0].id}`,
			json(moving, { verification_status: 3 }),
		);
		expect(await second()).toEqual(['b.txt']);
		await moving.close();
	});
});

const DOCUMENT =
	'Invoice Number: 7\nsandbox: stamp PAID\nsandbox: handwriting Bob\nItem,Quantity,Amount\nPaper,1,0\nPens,2,5.00\n';

describe('record', () => {
	const one = async (query: Query = {}) =>
		(await list<Row & Record<string, unknown>>(sandbox, query)).result.files[0];

	test('of an ordinary file', async () => {
		await upload(sandbox, { batch_number: 'b' }, form([DOCUMENT, 'a.txt']));
		expect(await one()).toMatchObject({
			category: '',
			data: { fields: [], tables: [] },
			child_files: [],
		});
		expect(await one()).not.toHaveProperty('duration_ms');
		time += 10 * STEP;
		const box = [{ page: 0, vertices: expect.any(Array) }];
		const file = await one();
		expect(file).toMatchObject({
			batch_number: 'b',
			name: 'a.txt',
			format: 'txt',
			task_type: 1,
			recognition_status: 1,
			verification_status: 0,
			category: 'invoice',
			total_page_num: 1,
			duration_ms: expect.any(Number),
			pages: [{ page: 0, angle: 0, dpi: 0 }],
			data: {
				items: [
					[{ key: 'Item', value: 'Paper', position: box }, {}, { key: 'Amount', value: '0' }],
					[{ value: 'Pens' }, {}, {}],
				],
				tables: [
					{
						tableName: 'table1',
						tableType: '0',
						items: [
							[
								{ key: 'Item', identifier: 'item', value: 'Paper', index: 0, confidence: 0.99 },
								{},
								{},
							],
							[{}, {}, {}],
						],
					},
				],
				stamps: [{ text: 'PAID', color: 'Red', page: 0 }],
				handwritings: [{ text: 'Bob', page: 0 }],
			},
		});
		expect((file.data as { fields: unknown[] }).fields).toEqual([
			{
				key: 'Invoice Number',
				identifier: 'invoice_number',
				value: '7',
				position: box,
				confidence: 0.99,
				extractModel: 'Acgpt',
				configModel: 'Auto',
			},
			expect.objectContaining({ key: 'sha256' }),
			expect.objectContaining({ key: 'byte_size', value: String(DOCUMENT.length) }),
		]);
		for (const name of ['document', 'task_detail_url', 'failure_causes', 'parent_task_id'])
			expect(file).not.toHaveProperty(name);
	});

	test('of a failure says why and holds no data', async () => {
		await upload(sandbox, {}, form(['sandbox: fail too dark', 'a.txt']));
		time += 10 * STEP;
		expect(await one()).toMatchObject({
			recognition_status: 2,
			failure_causes: 'too dark',
			data: { fields: [] },
			duration_ms: expect.any(Number),
		});
	});

	test('of a file that is only classified', async () => {
		await upload(sandbox, { target_process: 'classify' }, form([DOCUMENT, 'a.txt']));
		time += 10 * STEP;
		expect(await one()).toMatchObject({
			recognition_status: 10,
			category: 'invoice',
			data: { fields: [], tables: [] },
		});
	});

	test('of a translated file', async () => {
		await upload(sandbox, {}, form([`sandbox: translated\n${DOCUMENT}`, 'a.txt']));
		time += 10 * STEP;
		expect(await one()).toMatchObject({
			data: {
				fields: [
					{
						key: 'Invoice Number',
						translated_key: 'Invoice Number (translated)',
						value: '7',
						translated_value: '7 (translated)',
					},
					{},
					{},
				],
				tables: [{ translated_table_name: 'table1 (translated)' }],
				stamps: [{ translated_text: 'PAID (translated)', translated_color: 'Red (translated)' }],
			},
		});
	});

	test.each([
		['split_flag', 0],
		['crop_flag', 3],
	])('of %s has children', async (flag, type) => {
		await upload(sandbox, { [flag]: 'true' }, form([DOCUMENT, 'a.txt']));
		expect(await one()).toMatchObject({ task_type: 2, child_files: [] });
		time += 10 * STEP;
		const parent = await one({
			with_task_detail_url: 'true',
			with_image_url: 'true',
			with_document: 'true',
		});
		const children = parent.child_files as Array<Row & Record<string, unknown>>;
		expect(children.map(({ name }) => name)).toEqual(['a.txt#1', 'a.txt#2']);
		expect(new Set([parent.id, ...children.map(({ id }) => id)]).size).toBe(3);
		// As printed: the documents of a split file say nothing of their status.
		expect(children[1].recognition_status).toBe(type === 0 ? undefined : 1);
		expect(children[1]).toMatchObject({
			task_type: type,
			parent_task_id: parent.task_id,
			category: 'invoice',
			task_detail_url: expect.any(String),
			pages: [{ image_url: expect.stringContaining(String(children[1].task_id)) }],
			document: { pages: [{}] },
			data: { fields: [{ key: 'Invoice Number' }, {}, {}] },
		});
		expect('crop_info' in children[0] && 'from_parent_position_list' in children[0]).toBe(
			flag === 'crop_flag',
		);
	});

	test('gets the text, links and images that are asked for', async () => {
		await upload(sandbox, {}, form([DOCUMENT, 'a.txt']));
		expect(await one({ with_image_url: 'true' })).toMatchObject({ pages: [{ image_url: null }] });
		time += 10 * STEP;
		expect(await one({ with_document: 'true' })).toMatchObject({
			document: {
				pages: [
					{
						angle: 0,
						width: 1024,
						height: 1448,
						lines: [{ text: 'Invoice Number: 7' }, {}, {}, {}, {}, {}],
					},
				],
			},
		});
		const file = await one({ with_image_url: 'true', with_task_detail_url: 'true' });
		const [{ image_url }] = file.pages as Array<{ image_url: string }>;
		for (const link of [image_url, String(file.task_detail_url)])
			expect((await fetch(link)).status).toBe(200);
		expect(file).not.toHaveProperty('document');
	});
});

describe('retry and delete', () => {
	const post = async (path: string, body: object) =>
		await call(
			sandbox,
			path,
			{},
			json(sandbox, { workspace_id: sandbox.credential.workspaceId, ...body }),
		);

	test('a retry runs again, takes another time, and waits for the end of the run before', async () => {
		await upload(sandbox);
		const [{ taskId: task_id }] = sandbox.files;
		expect(await post('/file/retry', { task_id })).toMatchObject({ code: 400 });
		time += 10 * STEP;
		const before = (await list<Row & { duration_ms: number }>(sandbox)).result.files[0];
		expect(await post('/file/retry', { task_id, parser_params: { dpi: 216 } })).toMatchObject({
			code: 200,
		});
		expect((await list(sandbox)).result.files[0]).toMatchObject({
			id: before.id,
			recognition_status: 0,
			parser_params: { dpi: 216 },
		});
		time += 10 * STEP;
		expect(
			(await list<Row & { duration_ms: number }>(sandbox)).result.files[0].duration_ms,
		).toBeGreaterThan(before.duration_ms);
	});

	test('a delete removes every file that fits any condition', async () => {
		for (const batch_number of ['a', 'b', 'c']) await upload(sandbox, { batch_number });
		const [, second] = sandbox.files;
		expect(await post('/file/delete', { batch_number: ['a'], file_id: [second.id] })).toMatchObject(
			{ result: { deleted_count: 2 } },
		);
		expect((await list(sandbox)).result.total).toBe(1);
		expect(
			await post('/file/delete', { start_time: START / 1000, end_time: START / 1000 }),
		).toMatchObject({ result: { deleted_count: 1 } });
		expect(await post('/file/delete', { workspace_id: '1' })).toMatchObject({ code: 1005015001 });
	});
});
