import { unzipSync } from 'fflate';

import { PREFIX } from '../../sandbox/context';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { call, form, json, list, simple, upload } from './client';

let sandbox: Sandbox;
// A millisecond passes at each look at the clock, so that a file that was just uploaded is done at the next call.
let time = Date.now();
beforeEach(async () => (sandbox = await startSandbox({ stepMs: 0.01, now: () => time++ })));
afterEach(async () => await sandbox.close());

type Json = Record<string, unknown>;

const post = async <T = Json>(path: string, body: Json) =>
	await call<T>(sandbox, path, {}, json(sandbox, body));

/** A form of texts and of files in parts of one name. */
function multipart(texts: Json, name: string, files: Record<string, string>): RequestInit {
	const body = new FormData();
	for (const [key, value] of Object.entries(texts))
		body.append(key, typeof value === 'string' ? value : JSON.stringify(value));
	for (const [file, content] of Object.entries(files)) body.append(name, new Blob([content]), file);
	return { method: 'POST', headers: simple(sandbox), body };
}

const newWorkspace = async () =>
	(await post<{ workspace_id: string }>('/workspace/create', { name: 'New', auth_scope: 0 })).result
		.workspace_id;

const newCategory = async (workspace_id: string, more: Json = {}) =>
	await call<{ category_id: string } & Json>(
		sandbox,
		'/category/create',
		{},
		multipart(
			{ workspace_id, name: 'order', extract_model: 'Acgpt', fields: [{ name: 'Total' }], ...more },
			'sample_files',
			{ 'a.txt': 'Total: 5' },
		),
	);

interface Lists {
	fields: Array<{ id: string; name: string } & Json>;
	tables: Array<{ id: string; name: string; fields: Json[] } & Json>;
}

const listed = async (workspace_id: string, category_id: string) =>
	(await call<Lists>(sandbox, '/category/fields/list', { workspace_id, category_id })).result;

test('a server may cut pages of all these lists shorter than asked', async () => {
	const short = await startSandbox({ maxPage: 2 });
	const [{ workspace_id, categories }] = short.workspaces;
	categories[0].samples.push(...categories.slice(1).flatMap(({ samples }) => samples));
	for (const [path, query, name, total] of [
		['/category/list', {}, 'categories', 4],
		['/category/sample/list', { category_id: categories[0].id }, 'samples', 4],
		['/workspace/list', {}, 'workspaces', 1],
	] as const) {
		const { result } = await call<Json>(short, path, { workspace_id, ...query, page_size: '100' });
		expect(result).toMatchObject({ total, page_size: 2 });
		expect(result[name]).toHaveLength(Math.min(2, total));
	}
	await short.close();
});

describe('a file is sorted into the categories of its workspace', () => {
	const sorted = async (workspace_id: string, name: string, text: string) => {
		await upload(sandbox, { workspace_id }, form([text, name]));
		const { files } = (await list<{ category: string }>(sandbox, { workspace_id })).result;
		return files.map(({ category }) => category).join();
	};

	test.each([
		['its name in the text', 'a.txt', 'This is an Order', 'order'],
		["its name in the file's", 'order-7.txt', 'x: 1', 'order'],
		['labels of its samples', 'a.txt', 'Total: 7', 'order'],
		['its keyword rules', 'a.txt', 'x: purchase of 7', 'rules'],
		['nothing', 'a.txt', 'x: 1', 'undefined'],
	])('by %s', async (_what, name, text, category) => {
		const workspace_id = await newWorkspace();
		await newCategory(workspace_id);
		const positive_rules = [{ group_name: 'a', min_hit: 1, words: ['Purchase'] }];
		const category_keyword_rules = { positive_rules, negative_rules: [] };
		await newCategory(workspace_id, { name: 'rules', category_keyword_rules });
		sandbox.workspaces[1].categories[1].samples = [];
		expect(await sorted(workspace_id, name, text)).toBe(category);
	});

	test('one that is not in use takes none', async () => {
		const workspace_id = await newWorkspace();
		await newCategory(workspace_id);
		sandbox.workspaces[1].categories[0].enabled = 0;
		expect(await sorted(workspace_id, 'order.txt', 'Total: 7')).toBe('undefined');
	});
});

describe('workspaces', () => {
	test('are made, listed, changed and deleted', async () => {
		const workspace_id = await newWorkspace();
		const { result } = await call(sandbox, '/workspace/list', { page_size: '1', page: '2' });
		expect(result).toMatchObject({ total: 2, workspaces: [{ workspace_id, name: 'New' }] });
		const changes = { name: 'Newer', auth_scope: 1, callback_url: 'https://a.example/' };
		expect(await post('/workspace/update', { workspace_id, ...changes })).toMatchObject({
			code: 200,
		});
		expect((await call(sandbox, '/workspace/get', { workspace_id })).result).toMatchObject(changes);
		// What is left out of an update is gone.
		await post('/workspace/update', { workspace_id, name: 'Newest', auth_scope: 0 });
		expect((await call(sandbox, '/workspace/get', { workspace_id })).result).toMatchObject({
			name: 'Newest',
			callback_url: '',
		});
		await post('/workspace/delete', { workspace_ids: [workspace_id] });
		expect(await call(sandbox, '/workspace/get', { workspace_id })).toMatchObject({
			code: 1005015001,
		});
	});

	test('each has its own files and categories', async () => {
		const workspace_id = await newWorkspace();
		await upload(sandbox, { workspace_id });
		expect((await list(sandbox)).result.total).toBe(0);
		expect((await list(sandbox, { workspace_id })).result.total).toBe(1);
		expect((await call(sandbox, '/category/list', { workspace_id })).result.total).toBe(0);
	});

	test.each([
		['a member that is not known', { name: 'a', auth_scope: 0, color: 'red' }],
		['a missing one', { name: 'a' }],
		['a wrong type', { name: 5, auth_scope: 0 }],
		['a name that is too long', { name: 'a'.repeat(51), auth_scope: 0 }],
	])('a body with %s is refused', async (_what, body) => {
		expect(await post('/workspace/create', body)).toMatchObject({
			status: 200,
			code: 400,
			msg: expect.stringContaining('body'),
		});
		expect(sandbox.workspaces.length).toBe(1);
	});

	test('an id that came as a number is refused', async () => {
		const body = { workspace_id: 1955840540571376304, category_ids: ['1'] };
		expect(await post('/category/delete', body)).toMatchObject({ code: 400 });
	});
});

describe('categories', () => {
	test('are made with fields, tables and a sample, and found by the upload', async () => {
		const workspace_id = await newWorkspace();
		const table = { name: 'Lines', fields: [{ name: 'Article' }, { name: 'Price' }] };
		const { result } = await newCategory(workspace_id, { tables: [table], with_detail: true });
		expect(result).toMatchObject({
			category_id: expect.stringMatching(/^\d{19}$/),
			name: 'order',
			extract_model: 'Acgpt',
			enabled: 1,
			fields: [{ name: 'Total', extract_model: 'Acgpt' }],
			tables: [{ name: 'Lines', fields: [{ name: 'Article' }, { name: 'Price' }] }],
			samples: [{ file_name: 'a.txt' }],
		});
		await upload(sandbox, { workspace_id, category: 'order' });
		await upload(sandbox, { category: 'order' }, form(['Number: 1', 'b.txt']));
		const of = async (id: string) =>
			(await list(sandbox, { workspace_id: id })).result.files.map((one) => one.recognition_status);
		expect(await of(workspace_id)).toEqual([1]);
		// The other workspace has no such category.
		expect(await of(sandbox.credential.workspaceId)).toEqual([2]);
	});

	test('an update keeps keyword rules that it does not name, and its model goes down to all', async () => {
		const workspace_id = await newWorkspace();
		const rules = {
			positive_rules: [{ group_name: 'a', min_hit: 1, words: ['order'] }],
			negative_rules: [],
		};
		const { category_id } = (
			await newCategory(workspace_id, { category_keyword_rules: rules, category_prompt: 'orders' })
		).result;
		const change = { workspace_id, category_id, extract_model: 'DF-M1', with_detail: true };
		expect((await post('/category/update', change)).result).toMatchObject({
			id: category_id,
			name: 'order',
			category_prompt: '',
			category_keyword_rules: rules,
			extract_model: 'DF-M1',
		});
		expect((await listed(workspace_id, category_id)).fields[0].extract_model).toBe('DF-M1');
		expect(
			await newCategory(workspace_id, { name: 'b', category_keyword_rules: rules }),
		).toMatchObject({ code: 1005015019 });
	});

	test.each([
		['no sample', {}, {}],
		['a sample of another format', {}, { 'a.exe': 'x' }],
		['no field', { fields: [] }, { 'a.txt': 'x' }],
		['fields that are no JSON', { fields: 'Total' }, { 'a.txt': 'x' }],
		['an unknown model', { extract_model: 'Best' }, { 'a.txt': 'x' }],
	])('with %s is refused', async (_what, wrong, files) => {
		const texts = { name: 'order', extract_model: 'Auto', fields: [{ name: 'Total' }], ...wrong };
		const { workspaceId: workspace_id } = sandbox.credential;
		const init = multipart(
			{ workspace_id, ...texts },
			'sample_files',
			files as Record<string, string>,
		);
		expect(await call(sandbox, '/category/create', {}, init)).toMatchObject({ code: 400 });
		expect(sandbox.workspaces[0].categories.length).toBe(4);
	});
});

describe('fields, tables and samples', () => {
	let workspace_id: string;
	let category_id: string;
	let place: Json;
	beforeEach(async () => {
		workspace_id = await newWorkspace();
		({ category_id } = (await newCategory(workspace_id)).result);
		place = { workspace_id, category_id };
	});

	test('fields are added, to tables too, changed and deleted; all or none', async () => {
		const [{ table_id }] = (
			await post<Array<{ table_id: string }>>('/category/tables/batch_add', {
				...place,
				tables: [{ name: 'Lines', fields: [{ name: 'Article' }] }],
			})
		).result;
		await post('/category/fields/batch_add', { ...place, fields: [{ name: 'Date', prompt: 'p' }] });
		await post('/category/fields/batch_add', { ...place, table_id, fields: [{ name: 'Price' }] });
		const { fields, tables } = await listed(workspace_id, category_id);
		expect(fields.map(({ name }) => name)).toEqual(['Total', 'Date']);
		expect(tables[0].fields.map(({ name }) => name)).toEqual(['Article', 'Price']);
		const update = { field_id: fields[1].id, name: 'Day' };
		const both = { ...place, fields: [update, { field_id: '404', name: 'x' }] };
		expect(await post('/category/fields/batch_update', both)).toMatchObject({ code: 400 });
		await post('/category/fields/batch_update', { ...place, fields: [update] });
		const day = (await listed(workspace_id, category_id)).fields[1];
		// A prompt that the update does not name is gone.
		expect(day).toMatchObject({ name: 'Day', prompt: '' });
		await post('/category/fields/delete', { ...place, field_ids: [day.id] });
		expect((await listed(workspace_id, category_id)).fields.length).toBe(1);
	});

	test('a transform names its own settings', async () => {
		const field = { name: 'Date', transform_settings: { type: 'datetime' } };
		const add = async (settings: Json) =>
			await post('/category/fields/batch_add', {
				...place,
				fields: [{ ...field, transform_settings: { ...field.transform_settings, ...settings } }],
			});
		expect(await add({})).toMatchObject({ code: 400 });
		expect(await add({ datetime_settings: { format: 'yyyy' } })).toMatchObject({ code: 200 });
	});

	test('tables are changed, listed without their fields, and deleted', async () => {
		const tables = [{ name: 'Lines', prompt: 'p' }];
		const [{ table_id }] = (
			await post<Array<{ table_id: string }>>('/category/tables/batch_add', { ...place, tables })
		).result;
		await post('/category/tables/batch_update', { ...place, tables: [{ table_id, name: 'Rows' }] });
		const { result } = await call<Lists>(sandbox, '/category/tables/list', {
			workspace_id,
			category_id,
		});
		expect(result.tables).toEqual([
			{
				id: table_id,
				name: 'Rows',
				prompt: '',
				collect_from_multi_table: false,
				extract_model: 'Acgpt',
			},
		]);
		await post('/category/tables/delete', { ...place, table_ids: [table_id] });
		expect((await listed(workspace_id, category_id)).tables).toEqual([]);
	});

	test("the single endpoints that the vendor's client uses", async () => {
		const [field, table] = [
			(await post('/category/fields/add', { ...place, name: 'Date', with_detail: true })).result,
			(await post('/category/tables/add', { ...place, name: 'Lines' })).result,
		];
		expect(field).toMatchObject({ field_id: expect.any(String), name: 'Date' });
		await post('/category/fields/update', { ...place, field_id: field.field_id, name: 'Day' });
		await post('/category/tables/update', { ...place, ...table, collect_from_multi_table: true });
		expect(await listed(workspace_id, category_id)).toMatchObject({
			fields: [{ name: 'Total' }, { name: 'Day' }],
			tables: [{ name: 'Lines', collect_from_multi_table: true }],
		});
	});

	test('samples come in, and go out one by one or as a ZIP; not more than twenty', async () => {
		const add = async (count: number) =>
			await call<{ samples: Array<{ sample_id: string; file_name: string }> }>(
				sandbox,
				'/category/sample/batch_upload',
				{},
				multipart(
					{ ...place, with_detail: true },
					'files',
					Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}.txt`, `s${at}`])),
				),
			);
		const { samples } = (await add(2)).result;
		expect(samples.map(({ file_name }) => file_name)).toEqual(['a.txt', '0.txt', '1.txt']);
		expect(await add(18)).toMatchObject({ code: 400 });
		const { sample_id } = samples[1];
		const query = new URLSearchParams({ workspace_id, category_id, sample_id });
		const headers = simple(sandbox);
		const url = `${sandbox.url}${PREFIX}/category/sample`;
		const one = await fetch(`${url}/download?${String(query)}`, { headers });
		expect(one.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''0.txt");
		expect(await one.text()).toBe('s0');
		const zip = await fetch(`${url}/batch_download`, json(sandbox, place));
		expect(Object.keys(unzipSync(new Uint8Array(await zip.arrayBuffer())))).toEqual([
			'a.txt',
			'0.txt',
			'1.txt',
		]);
		await post('/category/sample/delete', { ...place, sample_ids: [sample_id] });
		const left = await call(sandbox, '/category/sample/list', { workspace_id, category_id });
		expect(left.result).toMatchObject({ total: 2, samples: [{ file_name: 'a.txt' }, {}] });
	});

	test.each([
		['/category/fields/list', {}],
		['/category/tables/list', {}],
		['/category/sample/list', {}],
	])('%s of a category that is not there is refused', async (path) => {
		expect(await call(sandbox, path, { category_id: '404' })).toMatchObject({ code: 400 });
	});
});
