import { unzipSync } from 'fflate';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/server';
import { newWorkspaces } from '../registry/minimal/catalog';
import { item } from '../support/files';
import { context, run } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

let sandbox: Sandbox;
let credential: Record<string, string>;
useSandbox((started) => ({ sandbox, credential } = started), { probe: false });

const play = async (
	resource: string,
	operation: string,
	parameters: INodeParameters,
	items?: INodeExecutionData[],
) => await run({ parameters: { resource, operation, ...parameters }, credential, items });

const jsonOf = async (...of: Parameters<typeof play>): Promise<IDataObject[]> =>
	(await play(...of)).map(({ json }) => json);

/** The bodies that went to a path. */
const sent = (path: string) =>
	sandbox.requests.filter((request) => request.path.endsWith(path)).map(({ json }) => json);

/** Items with a name and a sample, from which a category can be made. */
const samples = async (): Promise<INodeExecutionData[]> =>
	await Promise.all(
		['order', 'offer'].map(async (name) => ({
			...(await item(['data', `Number: ${name}`, `${name}.txt`])),
			json: { name },
		})),
	);

/** Makes the categories "order" and "offer"; the ids of the first, and of its first parts. */
async function order() {
	const [{ category_id, fields, tables }] = await jsonOf(
		'category',
		'create',
		{
			name: '={{ $json.name }}',
			fields: { values: [{ name: 'Number' }] },
			options: { tables: '[{ "name": "Lines", "fields": [{ "name": "Article" }] }]' },
		},
		await samples(),
	);
	sandbox.requests.length = 0;
	const first = (list: unknown) => (list as Array<Record<string, string>>)[0];
	const { field_id } = first(fields);
	const { table_id } = first(tables);
	return { category_id: category_id as string, field_id, table_id };
}

const stored = (id: string) =>
	sandbox.workspaces[0].categories.find((category) => category.id === id)!;

test('a workspace is set up from scratch, and files are sorted into it', async () => {
	const [{ workspace_id }] = await jsonOf('workspace', 'create', { name: 'Invoices' });
	const options = { workspaceId: workspace_id as string };
	const sample = await item(['data', 'Rechnungsnummer: 1', '发票 1.txt']);
	const [category] = await jsonOf(
		'category',
		'create',
		{ name: '采购发票', fields: { values: [{ name: 'Rechnungsnummer' }] }, options },
		[sample],
	);
	expect(category).toMatchObject({
		workspace_id,
		category_id: expect.stringMatching(/^\d{19}$/),
		name: '采购发票',
		fields: [{ field_id: expect.any(String), name: 'Rechnungsnummer' }],
		samples: [{ sample_id: expect.any(String), name: '发票 1.txt' }],
	});
	const categoryId = category.category_id as string;
	const [field] = await jsonOf('categoryField', 'create', {
		categoryId: '采购发票',
		fields: {
			values: [{ name: 'Fällig', prompt: 'Until when to pay', alias: 'Zahlbar bis, Due Date' }],
		},
		options,
	});
	expect(field).toMatchObject({
		category_id: categoryId,
		name: 'Fällig',
		prompt: 'Until when to pay',
	});
	const [table] = await jsonOf('categoryTable', 'create', {
		categoryId,
		name: 'Positionen',
		fieldsFrom: 'json',
		fieldsJson: '[{ "name": "Artikel" }, { "name": "Preis" }]',
		options: { ...options, mergeTables: true },
	});
	expect(table).toMatchObject({
		name: 'Positionen',
		collect_from_multi_table: true,
		fields: [{ name: 'Artikel' }, { name: 'Preis' }],
	});
	const input = [await item(['data', 'Rechnungsnummer: R-1', 'a.txt'])];
	const upload = { waitForResults: true, options: { ...options, category: '采购发票' } };
	expect(await jsonOf('file', 'upload', upload, input)).toMatchObject([
		{ status: 'success', category: '采购发票', Rechnungsnummer: 'R-1' },
	]);
	const [file] = await jsonOf('file', 'fetch', { fetchBy: 'workspace', options });
	expect(file).toMatchObject({ category: '采购发票', Rechnungsnummer: 'R-1' });
	expect(sandbox.workspaces[1].categories[0]).toMatchObject({
		fields: [
			{ name: 'Rechnungsnummer' },
			{ name: 'Fällig', use_prompt: true, alias: ['Zahlbar bis', 'Due Date'] },
		],
		tables: [{ name: 'Positionen', fields: [{ name: 'Artikel' }, { name: 'Preis' }] }],
	});
});

describe('Workspace', () => {
	test('an update keeps what it does not name', async () => {
		const [{ json }] = await newWorkspaces(credential, 'a');
		const workspace = json.workspace_id as string;
		const update = async (updateFields: INodeParameters) =>
			await jsonOf('workspace', 'update', { workspace, updateFields });
		const callback_url = 'https://n8n.example.com/webhook/1';
		await update({ description: 'All', callbackUrl: callback_url, callbackRetries: 2 });
		expect(await update({ name: 'b', visibleTo: 1 })).toEqual([
			{
				updated: true,
				workspace_id: workspace,
				name: 'b',
				description: 'All',
				auth_scope: 1,
				callback_url,
				callback_retry_time: 2,
			},
		]);
		await update({ removeCallback: true });
		expect(await jsonOf('workspace', 'get', { workspace })).toMatchObject([
			{ name: 'b', description: 'All', auth_scope: 1, callback_url: '' },
		]);
	});

	test.each<[string, INodeParameters, RegExp]>([
		['nothing to change', {}, /Update Fields of item 0 is empty/],
		['a callback that is no address', { callbackUrl: 'n8n' }, /Callback URL of item 0 is no web/],
		['a name that is too long', { name: 'a'.repeat(51) }, /Name of item 0 has 51 characters/],
	])('with %s nothing is sent', async (_what, updateFields, message) => {
		const parameters = { workspace: credential.workspaceId, updateFields };
		await expect(jsonOf('workspace', 'update', parameters)).rejects.toThrow(message);
		expect(sandbox.requests).toEqual([]);
	});

	test('is deleted with its files, and only with the switch', async () => {
		const [{ json }] = await newWorkspaces(credential, 'a');
		const workspace = { workspace: json.workspace_id as string };
		await expect(jsonOf('workspace', 'delete', workspace)).rejects.toThrow(/Delete for Good/);
		expect(sandbox.workspaces.length).toBe(2);
		expect(await jsonOf('workspace', 'delete', { ...workspace, confirm: true })).toEqual([
			{ deleted: true, deleted_count: 1, workspace_ids: [json.workspace_id] },
		]);
		expect(sandbox.workspaces.length).toBe(1);
	});

	test('the Enterprise ID of the credential goes with it', async () => {
		credential.enterpriseId = '12345';
		await jsonOf('workspace', 'create', { name: 'a' });
		expect(sent('/workspace/create')).toEqual([{ name: 'a', auth_scope: 0, enterprise_id: 12345 }]);
	});
});

describe('Category', () => {
	test('Get Many gives ids, and fields and tables on request', async () => {
		const [plain] = await jsonOf('category', 'getAll', {});
		expect(Object.keys(plain)).toEqual([
			'workspace_id',
			'category_id',
			'name',
			'description',
			'category_prompt',
			'category_keyword_rules',
			'extract_model',
			'enabled',
		]);
		const [full] = await jsonOf('category', 'getAll', { options: { withFields: true } });
		expect(full).toMatchObject({
			...plain,
			fields: [{ name: 'Invoice Number' }, {}, {}],
			tables: [{ name: 'table1' }],
		});
	});

	test('two items make two categories, also of files in memory that look alike', async () => {
		const items = (await samples()).map(({ binary }, at) => ({ binary, json: { name: `c${at}` } }));
		const output = await play(
			'category',
			'create',
			{ name: '={{ $json.name }}', fields: { values: [{ name: 'Number' }] } },
			items,
		);
		expect(output).toMatchObject([
			{ json: { name: 'c0' }, pairedItem: { item: 0 } },
			{ json: { name: 'c1' }, pairedItem: { item: 1 } },
		]);
		expect(sandbox.workspaces[0].categories.slice(-2).map((one) => one.samples[0].name)).toEqual([
			'order.txt',
			'offer.txt',
		]);
	});

	test('an update keeps what it does not name, keyword rules of the other side too', async () => {
		const { category_id } = await order();
		const group = (word: string) => ({ group_name: word, min_hit: 1, words: [word] });
		const update = async (updateFields: INodeParameters) =>
			await jsonOf('category', 'update', { categoryId: 'order', updateFields });
		const negative_rules = [group('offer')];
		await update({
			categoryPrompt: 'An order',
			keywordRules: JSON.stringify({ positive_rules: [group('order')], negative_rules }),
		});
		const positive_rules = [group('purchase')];
		await update({ keywordRules: JSON.stringify({ positive_rules }) });
		// A model would go down to all fields: it is not sent along.
		expect(sent('/category/update')[1]).not.toHaveProperty('extract_model');
		expect(await update({ enabled: 0 })).toMatchObject([
			{ updated: true, category_id, name: 'order', category_prompt: 'An order', enabled: 0 },
		]);
		expect(stored(category_id)).toMatchObject({
			category_prompt: 'An order',
			category_keyword_rules: { positive_rules, negative_rules },
			enabled: 0,
		});
	});

	test.each([1005025065, 1005025066, 1005025067, 1005025068, 1005025069])(
		'keyword rules that DocFlow does not take (code %d) are said to be that, for a new category too',
		async (code) => {
			const keywordRules = JSON.stringify({ positive_rules: [], negative_rules: [] });
			const refuse = (path: string) =>
				sandbox.faults.add({ kind: 'json', body: { code, msg: 'min_hit is 3' }, path });
			const files = [await item(['data', 'Number: 1', 'a.txt'])];
			const fields = { values: [{ name: 'Number' }] };
			const plays = {
				update: { categoryId: 'invoice', updateFields: { keywordRules } },
				create: { name: 'new', fields, options: { keywordRules } },
			};
			for (const [operation, parameters] of Object.entries(plays)) {
				refuse(`/category/${operation}`);
				await expect(jsonOf('category', operation, parameters, files)).rejects.toMatchObject({
					message: 'DocFlow did not take the keyword rules: min_hit is 3',
					description: expect.stringContaining('1 to 20 different words'),
				});
			}
		},
	);

	test('a name that the workspace does not have is said, with those it has', async () => {
		const parameters = { categoryId: 'invoices', confirm: true };
		await expect(jsonOf('category', 'delete', parameters)).rejects.toMatchObject({
			message: 'The workspace has no category "invoices"',
			description: 'Its categories are: invoice, receipt, contract, other.',
		});
		expect(sent('/category/delete')).toEqual([]);
	});

	test('several are deleted by name and id', async () => {
		const { category_id } = await order();
		const parameters = { categoryId: `receipt, ${category_id}`, confirm: true };
		expect(await jsonOf('category', 'delete', parameters)).toMatchObject([
			{ deleted: true, deleted_count: 2, category_ids: [expect.any(String), category_id] },
		]);
		expect(sandbox.workspaces[0].categories.map(({ name }) => name)).toEqual([
			'invoice',
			'contract',
			'other',
			'offer',
		]);
	});

	const fields = { values: [{ name: 'Number' }] };
	test.each<[string, INodeParameters, RegExp]>([
		['no field', { fields: {} }, /Fields of item 0 is empty/],
		[
			'a field without a name',
			{ fields: { values: [{ prompt: 'x' }] } },
			/Name of item 0 is empty/,
		],
		[
			'a field that DocFlow does not know so',
			{ fieldsFrom: 'json', fieldsJson: '[{ "name": "A", "type": "date" }]' },
			/Fields \(JSON\) of item 0 has an unknown member "type"/,
		],
		[
			'a switch that is text',
			{ fieldsFrom: 'json', fieldsJson: '[{ "name": "A", "multi_value": "yes" }]' },
			/Fields \(JSON\) of item 0 has in the entry a multi_value that is "yes"/,
		],
		['no such binary field', { fields, binaryPropertyName: 'scan' }, /no binary field "scan"/],
		['tables that are no JSON', { fields, options: { tables: 'x' } }, /Tables \(JSON\) of item 0/],
	])('with %s nothing is sent', async (_what, parameters, message) => {
		const input = [await item(['data', 'Number: 1', 'a.txt'])];
		await expect(
			jsonOf('category', 'create', { name: 'new', ...parameters }, input),
		).rejects.toThrow(message);
		expect(sandbox.requests).toEqual([]);
	});

	test('a lost answer says that it may have been made, and where to look', async () => {
		sandbox.faults.add({ path: '/category/create', kind: 'drop-after' });
		const parameters = { name: 'order', fields };
		const input = [await item(['data', 'Number: 1', 'a.txt'])];
		await expect(jsonOf('category', 'create', parameters, input)).rejects.toMatchObject({
			description: expect.stringContaining(
				'DocFlow may have done it all the same: look with Category → Get Many before you run this again.',
			),
		});
		expect(sent('/category/create').length).toBe(1);
	});

	test('a sample that DocFlow does not read is named, and nothing is sent', async () => {
		const input = [await item(['data', 'PK', 'a.zip'])];
		await expect(jsonOf('category', 'create', { name: 'order', fields }, input)).rejects.toThrow(
			/"a.zip" in field "data" of item 0: DocFlow does not read/,
		);
	});
});

describe('Category Field', () => {
	test('an update keeps what it does not name, one field or several', async () => {
		const { category_id: categoryId, field_id } = await order();
		const update = async (parameters: INodeParameters) =>
			await jsonOf('categoryField', 'update', { categoryId, ...parameters });
		const transform_settings = { type: 'enumerate', enumerate_settings: { items: ['a'] } };
		await update({
			update: 'json',
			fieldsJson: [{ field_id, prompt: 'Look here', use_prompt: true, transform_settings }],
		});
		expect(await update({ fieldId: 'Number', updateFields: { alias: 'No., Nr.' } })).toMatchObject([
			{ field_id, name: 'Number', prompt: 'Look here', alias: ['No.', 'Nr.'] },
		]);
		const columns = { fieldId: 'Lines → Article', updateFields: { name: 'Item' } };
		expect(await update(columns)).toMatchObject([{ name: 'Item', table_name: 'Lines' }]);
		expect(stored(categoryId)).toMatchObject({
			fields: [{ name: 'Number', prompt: 'Look here', use_prompt: true, transform_settings }],
			tables: [{ fields: [{ name: 'Item' }] }],
		});
	});

	test('columns are added to a table by its name, and listed with it', async () => {
		const { category_id: categoryId, table_id } = await order();
		await jsonOf('categoryField', 'create', {
			categoryId,
			tableId: 'Lines',
			fields: { values: [{ name: 'Price' }, { name: 'Number' }] },
		});
		const fields = await jsonOf('categoryField', 'getAll', { categoryId });
		expect(fields.map(({ name, table_name }) => [table_name, name])).toEqual([
			[null, 'Number'],
			['Lines', 'Article'],
			['Lines', 'Price'],
			['Lines', 'Number'],
		]);
		expect(fields[1]).toMatchObject({ field_id: expect.any(String), table_id });
		expect(Object.keys(fields[1]).length).toBe(10);
		const remove = { categoryId, fieldId: 'Number', confirm: true };
		await expect(jsonOf('categoryField', 'delete', remove)).rejects.toMatchObject({
			message: 'The category has 2 fields "Number"',
			description: `Use the ID: ${fields[0].field_id}, ${fields[3].field_id}.`,
		});
		const mixed = { categoryId, fieldId: `${fields[0].field_id}, Price`, confirm: true };
		await expect(jsonOf('categoryField', 'delete', mixed)).rejects.toThrow(/not of one table/);
		expect(sent('/category/fields/delete')).toEqual([]);
		const two = { categoryId, fieldId: 'Lines → Price, Lines → Number', confirm: true };
		expect(await jsonOf('categoryField', 'delete', two)).toMatchObject([
			{ deleted: true, deleted_count: 2, names: ['Price', 'Number'] },
		]);
		expect(stored(categoryId).tables[0].fields.map(({ name }) => name)).toEqual(['Article']);
	});
});

describe('Category Table', () => {
	test('is changed without losing anything, listed and deleted by name', async () => {
		const { category_id: categoryId, table_id } = await order();
		const update = async (updateFields: INodeParameters) =>
			await jsonOf('categoryTable', 'update', { categoryId, tableId: 'Lines', updateFields });
		await update({ prompt: 'Each row', mergeTables: true });
		await update({ extractModel: 'DF-M1' });
		expect(await jsonOf('categoryTable', 'getAll', { categoryId })).toEqual([
			{
				category_id: categoryId,
				table_id,
				name: 'Lines',
				prompt: 'Each row',
				collect_from_multi_table: true,
				extract_model: 'DF-M1',
				columns: ['Article'],
			},
		]);
		const remove = { categoryId, tableId: 'Lines', confirm: true };
		expect(await jsonOf('categoryTable', 'delete', remove)).toMatchObject([
			{ deleted: true, deleted_count: 1, table_ids: [table_id], names: ['Lines'] },
		]);
		expect(stored(categoryId).tables).toEqual([]);
	});
});

test.each<[string, string, RegExp]>([
	['nothing', '[]', /\(JSON\) of item 0 is empty/],
	['an id alone', '[{ "ID": "Number" }]', /says of a (field|table) nothing that changes/],
])('several are updated as JSON: with %s, nothing is sent', async (_what, json, message) => {
	for (const noun of ['field', 'table']) {
		const several = { [`${noun}sJson`]: json.replace('ID', `${noun}_id`), update: 'json' };
		const resource = noun === 'field' ? 'categoryField' : 'categoryTable';
		const updating = jsonOf(resource, 'update', { categoryId: 'invoice', ...several });
		await expect(updating).rejects.toThrow(message);
	}
	expect(sandbox.requests).toEqual([]);
});

describe('Category Sample', () => {
	test('files go in, and come out as they were: one, or several as ZIP', async () => {
		const { category_id: categoryId } = await order();
		const input = [await item(['a', 'one', '发票 "1".txt'], ['b', '%PDF-1.7 two', 'b.pdf'])];
		const added = await jsonOf('categorySample', 'upload', { categoryId }, input);
		expect(added).toMatchObject([{ file_name: "发票 '1'.txt" }, { file_name: 'b.pdf' }]);
		const ids = added.map(({ sample_id }) => sample_id as string);
		const download = { categoryId, sampleId: ids[0] };
		const [one] = await play('categorySample', 'download', download);
		const { helpers } = context({
			parameters: { resource: 'categorySample', operation: 'download' },
			credential,
			items: [one],
		});
		expect(one).toMatchObject({
			json: { sample_id: ids[0], file_name: "发票 '1'.txt", bytes: 3 },
			binary: { data: { fileName: "发票 '1'.txt", mimeType: 'text/plain' } },
		});
		expect(String(await helpers.getBinaryDataBuffer(0, 'data'))).toBe('one');
		const [zip] = await play('categorySample', 'download', {
			categoryId,
			download: 'zip',
			outputField: 'zip',
		});
		expect(zip.binary?.zip).toMatchObject({ fileName: 'order.zip', mimeType: 'application/zip' });
		const bytes = Buffer.from(zip.binary?.zip.data ?? '', 'base64');
		expect(Object.keys(unzipSync(bytes))).toEqual(['order.txt', "发票 '1'.txt", 'b.pdf']);
		const remove = { categoryId, sampleIds: ids.join(), confirm: true };
		expect(await jsonOf('categorySample', 'delete', remove)).toMatchObject([
			{ deleted: true, deleted_count: 2, sample_ids: ids },
		]);
		expect(await jsonOf('categorySample', 'getAll', { categoryId })).toMatchObject([
			{ category_id: categoryId, file_name: 'order.txt' },
		]);
	});

	test('a file of another format is refused in words of this panel', async () => {
		const input = [await item(['a', 'PK\u0003\u0004', 'a.zip'])];
		const uploading = jsonOf('categorySample', 'upload', { categoryId: 'invoice' }, input);
		await expect(uploading).rejects.toMatchObject({
			message: expect.stringContaining('DocFlow does not read files of this format'),
			description: expect.stringMatching(
				/Convert it, or name in Input Binary Field only fields that hold such files\.$/,
			),
		});
		expect(sandbox.requests).toEqual([]);
	});

	test('more than twenty files are refused before anything is sent', async () => {
		const { category_id: categoryId } = await order();
		const files = Array.from({ length: 21 }, (_, at) => [`f${at}`, 'x', `${at}.txt`] as const);
		const input = [await item(...files.map(([...file]): [string, string, string] => file))];
		await expect(jsonOf('categorySample', 'upload', { categoryId }, input)).rejects.toThrow(
			/finds 21 files, more than the 20 samples/,
		);
		expect(sandbox.requests).toEqual([]);
	});
});
