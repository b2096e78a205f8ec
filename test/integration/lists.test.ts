import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodeParameters,
	NodeParameterValueType,
} from 'n8n-workflow';

import { DocFlowTrigger } from '../../nodes/DocFlow/DocFlowTrigger.node';
import { DocFlowError } from '../../nodes/DocFlow/transport/errors';
import type { Sandbox } from '../../sandbox/server';
import { newCategory, newWorkspace } from '../../sandbox/service/catalog';
import { fieldsOf } from '../registry/fields';
import { uploadTexts } from '../support/files';
import { loadOptionsContext, nodeType, run } from '../support/n8n';
import { trigger } from '../support/poll';
import { useSandbox } from '../support/sandbox';

let sandbox: Sandbox;
let credential: Record<string, string>;
useSandbox((started) => ({ sandbox, credential } = started));

/** Categories beside those of the sandbox: three pages in all, and the last of them is not in use. */
const MANY = Array.from({ length: 247 }, (_, at) => `kind ${at}`);
beforeEach(() => {
	const [{ categories }] = sandbox.workspaces;
	for (const [at, name] of MANY.entries())
		categories.push(newCategory({ id: String(700 + at), name, enabled: at === 246 ? 0 : 1 }));
	const [category] = categories.slice(0, 1);
	const own = [newCategory({ ...category, name: 'delivery note' })];
	sandbox.workspaces.push(newWorkspace({ workspace_id: OTHER, name: 'Other', categories: own }));
});

/** Another workspace than the credential's. */
const OTHER = '1955840540571376305';

type Method = keyof typeof nodeType.methods.listSearch;

/** Calls a search as n8n's server does for the editor, with the panel's parameters, their expressions worked out. */
async function search(
	method: Method,
	{
		filter,
		token,
		options = {},
		...more
	}: { filter?: string; token?: string; options?: INodeParameters } & INodeParameters,
): Promise<INodeListSearchResult> {
	const parameters = { resource: 'file', operation: 'fetch', options, ...more };
	const context: ILoadOptionsFunctions = loadOptionsContext({ parameters, credential });
	return await nodeType.methods.listSearch[method].call(context, filter, token);
}

/** Scrolls to the end as the editor does. */
async function searchAll(method: Method): Promise<INodeListSearchResult['results']> {
	const { results, paginationToken } = await search(method, {});
	for (let token: unknown = paginationToken; token !== undefined;) {
		const page = await search(method, { token: String(token) });
		results.push(...page.results);
		token = page.paginationToken;
	}
	return results;
}

const failed = async (work: Promise<unknown>): Promise<unknown> =>
	await work.then(
		() => undefined,
		(error: unknown) => error,
	);

const queries = () => sandbox.requests.map(({ query }) => query);
const NAMES = ['invoice', 'receipt', 'contract', 'other', ...MANY];

test('scrolling asks page after page, to the last', async () => {
	const found = await searchAll('searchCategoryNames');
	expect(found).toEqual(NAMES.slice(0, -1).map((name) => ({ name, value: name })));
	expect(queries().map(({ page }) => page)).toEqual(['1', '2', '3']);
	expect(queries()[0]).toEqual({
		workspace_id: credential.workspaceId,
		enabled: '1',
		page: '1',
		page_size: '100',
	});
});

test('categories come by id where they are managed, those not in use too', async () => {
	const found = await searchAll('searchCategories');
	expect(found.map(({ name }) => name)).toEqual(NAMES);
	expect(found.at(-1)).toEqual({ name: 'kind 246', value: '946' });
	expect(queries()[0].enabled).toBe('all');
});

test('a filter finds on all pages, in any case, by name or value', async () => {
	const { results, paginationToken } = await search('searchCategoryNames', { filter: ' KIND 24 ' });
	expect(results.map(({ value }) => value)).toEqual(['kind 24', ...MANY.slice(240, 246)]);
	expect(paginationToken).toBeUndefined();
	expect(queries().length).toBe(3);
	expect((await search('searchCategories', { filter: '946' })).results).toEqual([
		{ name: 'kind 246', value: '946' },
	]);
	expect((await search('searchCategories', { filter: 'nothing' })).results).toEqual([]);
});

test('a list without a total ends with the first page that is empty', async () => {
	const pages = [[{ name: 'a', id: '1' }], [{ name: 'b', id: '2' }, { name: 'odd' }], []];
	for (const categories of pages)
		sandbox.faults.add({ kind: 'json', body: { code: 200, result: { categories } } });
	expect(await searchAll('searchCategories')).toEqual([
		{ name: 'a', value: '1' },
		{ name: 'b', value: '2' },
	]);
	expect(queries().map(({ page }) => page)).toEqual(['1', '2', '3']);
});

test('workspaces come without naming one, those of the enterprise where there is one', async () => {
	expect(await searchAll('searchWorkspaces')).toEqual([
		{ name: 'Sandbox', value: credential.workspaceId },
		{ name: 'Other', value: OTHER },
	]);
	credential.enterpriseId = '77';
	await searchAll('searchWorkspaces');
	expect(queries()).toEqual([
		{ page: '1', page_size: '100' },
		{ page: '1', page_size: '100', enterprise_id: '77' },
	]);
});

describe('what a category has', () => {
	const panel = (categoryId: INodeParameters[string]) => ({
		resource: 'categoryField',
		operation: 'create',
		categoryId,
	});

	test.each<[string, INodeParameters[string]]>([
		['picked', { __rl: true, mode: 'list', value: '1955840540388000000' }],
		['entered by name', { __rl: true, mode: 'id', value: 'invoice' }],
	])('the fields and tables of a category that is %s', async (_how, category) => {
		const [{ fields, tables }] = sandbox.workspaces[0].categories;
		const [table] = tables;
		sandbox.workspaces[0].categories[0].id = '1955840540388000000';
		expect((await search('searchCategoryFields', panel(category))).results).toEqual([
			...fields.map(({ name, id }) => ({ name, value: id })),
			{ name: 'table1 → Description', value: table.fields[0].id },
		]);
		const filter = 'TABLE';
		expect((await search('searchCategoryTables', { ...panel(category), filter })).results).toEqual([
			{ name: 'table1', value: table.id },
		]);
	});

	test.each<[string, INodeParameters[string]]>([
		['is not chosen', { __rl: true, mode: 'list', value: '' }],
		['has no value yet', { __rl: true, mode: 'id', value: null }],
	])('a category that %s is asked for', async (_how, category) => {
		expect(await failed(search('searchCategoryFields', panel(category)))).toMatchObject({
			message: 'No category is chosen yet',
			description: expect.stringContaining('Choose the category first'),
		});
		expect(queries()).toEqual([]);
	});
});

describe('the workspace of a list', () => {
	test.each<[string, INodeParameters['workspaceId']]>([
		['picked from the list', { __rl: true, mode: 'list', value: OTHER, cachedResultName: 'Other' }],
		['entered', { __rl: true, mode: 'id', value: OTHER }],
		['of a workflow saved before there was a list', OTHER],
	])("%s is asked for, not the credential's", async (_how, workspaceId) => {
		const options = { workspaceId };
		const { results } = await search('searchCategoryNames', { options });
		expect(results.map(({ name }) => name)).toEqual(['delivery note']);
	});

	test.each<[string, INodeParameters['workspaceId']]>([
		['not set', { __rl: true, mode: 'list', value: '' }],
		['only added', { mode: 'list', value: '' }],
	])("%s is the credential's", async (_how, workspaceId) => {
		await search('searchCategoryNames', { options: { workspaceId } });
		expect(queries()[0].workspace_id).toBe(credential.workspaceId);
	});

	test.each<[string, unknown]>([
		['an expression without a value', { workspaceId: { __rl: true, mode: 'id' } }],
		['an expression that is nothing', { workspaceId: null }],
		['options in which an expression fails', null],
	])('%s is told, and no other list shown', async (_how, options) => {
		const context = loadOptionsContext({ parameters: { resource: 'file' }, credential });
		context.getCurrentNodeParameters = () => ({ options }) as INodeParameters;
		const error = await failed(nodeType.methods.listSearch.searchCategories.call(context));
		expect(error).toMatchObject({
			message: 'The workspace comes from an expression that has no value here yet',
			description: expect.stringContaining('Run the nodes before this one'),
		});
		expect(queries()).toEqual([]);
	});
});

describe('instead of a list stands an error with its advice', () => {
	const errorOf = async () => await failed(search('searchCategoryNames', {}));

	test('of DocFlow', async () => {
		sandbox.faults.add({ kind: 'json', body: { code: 403, msg: 'no', traceId: 't-1' } });
		const error = await errorOf();
		expect(error).toBeInstanceOf(DocFlowError);
		expect(error).toMatchObject({
			message: 'DocFlow did not accept the credential',
			description: expect.stringMatching(/check App ID.*trace ID t-1/),
			httpCode: '403',
		});
	});

	test('of an answer that is no list', async () => {
		sandbox.faults.add({ kind: 'json', body: { code: 200, result: {} } });
		expect(await errorOf()).toMatchObject({
			message: expect.stringContaining('it has no list of categories'),
		});
	});

	test('of a credential that lacks something', async () => {
		credential.workspaceId = '';
		// n8n's server sends the description of an API's error only.
		expect(await errorOf()).toBeInstanceOf(DocFlowError);
		credential.baseUrl = 'nonsense';
		expect(await failed(search('searchWorkspaces', {}))).toMatchObject({
			message: expect.stringContaining('Base URL'),
			description: 'Open the DocFlow credential and mend it.',
		});
	});
});

describe('Columns', () => {
	const columns = async (parameters: INodeParameters) => {
		const context = loadOptionsContext({
			parameters: { resource: 'file', operation: 'fetch', ...parameters },
			credential,
		});
		const found = await nodeType.methods.loadOptions.getColumns.call(context);
		return found.map(({ value }) => value);
	};
	beforeEach(() => sandbox.workspaces[0].categories.splice(4));

	test("offers the node's own and the fields of all categories, as the output names them", async () => {
		const all = await columns({});
		expect(all.slice(0, 2)).toEqual(['file_key', 'batch_number']);
		expect(all.slice(-3)).toEqual(['Invoice Number', 'Invoice Date', 'Total Due']);
		const rows = await columns({ output: 'rows', options: { safeNames: true } });
		expect(rows[0]).toBe('row_key');
		expect(rows.slice(-4)).toEqual([
			'Invoice_Number',
			'Invoice_Date',
			'Total_Due',
			'Line_Description',
		]);
		const [{ categories }] = sandbox.workspaces;
		categories[1].fields = [{ ...categories[1].fields[0], name: 'Payee' }];
		const filters = { category: { __rl: true, mode: 'list', value: 'receipt' } };
		expect((await columns({ filters })).slice(-2)).toEqual(['parent_task_id', 'Payee']);
		expect((await columns({ output: 'fields' })).slice(-1)).toEqual(['page']);
	});

	test('a refusal is shown with its advice in the title, as n8n shows no more here', async () => {
		sandbox.faults.add({ kind: 'json', body: { code: 403, msg: 'no', traceId: 't-1' } });
		await expect(columns({})).rejects.toMatchObject({
			message: expect.stringMatching(/did not accept the credential\. .*check App ID/),
		});
	});

	test('in the trigger, with a batch as output', async () => {
		const type = new DocFlowTrigger();
		const context = loadOptionsContext({ parameters: {}, credential, type });
		const found = await type.methods.loadOptions.getColumns.call(context);
		expect(found.at(-1)).toEqual({ name: 'Total Due', value: 'Total Due' });
	});
});

describe('what is picked or entered', () => {
	test.each<[string, NodeParameterValueType, string]>([
		['picked from the list', { __rl: true, mode: 'list', value: 'invoice' }, 'invoice'],
		['entered by name', { __rl: true, mode: 'name', value: 'Rechnung' }, 'Rechnung'],
		['in an expression', { __rl: true, mode: 'name', value: '={{ "in" + "voice" }}' }, 'invoice'],
		['by an expression', '={{ "invoice" }}', 'invoice'],
		['as text, saved before there was a list', 'invoice', 'invoice'],
	])('a category %s is asked for', async (_how, category, name) => {
		const filters = { category } as INodeParameters;
		const fetching = { resource: 'file', operation: 'fetch', fetchBy: 'workspace', filters };
		await run({ parameters: fetching, credential });
		await uploadTexts(credential, { 'a.txt': 'a' }, filters);
		expect(queries().map((query) => query.category)).toEqual([name, name]);
		expect((await trigger({ filters }, credential).poll('manual')).length).toBe(1);
	});

	test('a locator that was added and left empty is as if it were not there', async () => {
		const empty = { mode: 'list', value: '' };
		await uploadTexts(credential, { 'a.txt': 'a' }, { category: empty, workspaceId: empty });
		expect(queries()[0]).toEqual({
			workspace_id: credential.workspaceId,
			batch_number: expect.any(String),
		});
	});
});

describe('names, samples and categories', () => {
	const chosen = {
		resource: 'categorySample',
		operation: 'delete',
		categoryId: { __rl: true, mode: 'list', value: 'invoice' },
	};
	beforeEach(() => {
		const [{ categories }, other] = sandbox.workspaces;
		categories.splice(2);
		categories[1].fields = [{ ...categories[1].fields[0], id: '1', name: 'Payee' }];
		other.categories[0].fields = [{ ...categories[1].fields[0], id: '2', name: 'Carrier' }];
		other.categories[0].tables = [];
	});
	const elsewhere = { workspaceId: { __rl: true, mode: 'id', value: OTHER } };
	const names = async (method: Method, parameters: Parameters<typeof search>[1]) =>
		(await search(method, parameters)).results.map(({ name }) => name);

	test.each<[Method, string[], string[]]>([
		['searchFieldNames', ['Invoice Number', 'Invoice Date', 'Total Due', 'Payee'], ['Carrier']],
		['searchTableNames', ['table1'], []],
		['searchColumnNames', ['Description'], []],
	])('%s: each once, of all categories of the chosen workspace', async (method, own, others) => {
		expect(await names(method, {})).toEqual(own);
		expect(await names(method, { options: elsewhere })).toEqual(others);
		expect(await names(method, { filter: own[0].slice(2).toUpperCase() })).toEqual([own[0]]);
	});

	test('the samples of the chosen category', async () => {
		const sample = { name: 'invoice.txt', value: '1955840540389000000' };
		expect((await search('searchSamples', chosen)).results).toEqual([sample]);
		expect(await options('getSamples', chosen)).toEqual([sample]);
		const none = { message: expect.stringContaining('Choose the category first') };
		await expect(options('getSamples', {})).rejects.toMatchObject(none);
	});

	test('all categories, by id, of the chosen workspace', async () => {
		const ids = sandbox.workspaces.map(({ categories }) => categories.map(({ id }) => id));
		const values = async (parameters: INodeParameters) =>
			(await options('getCategories', parameters)).map(({ value }) => value);
		expect(await values({})).toEqual(ids[0]);
		expect(await values({ options: elsewhere })).toEqual(ids[1]);
	});

	const options = async (
		method: keyof typeof nodeType.methods.loadOptions,
		parameters: INodeParameters,
	) => {
		const context = loadOptionsContext({
			parameters: { resource: 'categorySample', operation: 'delete', ...parameters },
			credential,
		});
		return await nodeType.methods.loadOptions[method].call(context);
	};

	test('none of them is empty where DocFlow refuses: an error with its advice stands there', async () => {
		sandbox.faults.add({ kind: 'json', body: { code: 403, msg: 'no' }, times: 99 });
		for (const method of Object.keys(nodeType.methods.listSearch) as Method[])
			expect(await failed(search(method, chosen))).toMatchObject({
				message: 'DocFlow did not accept the credential',
				description: expect.stringContaining('check App ID'),
			});
		for (const method of ['getCategories', 'getColumns', 'getSamples'] as const)
			await expect(options(method, chosen)).rejects.toThrow(/credential\. .*check App ID/);
	});
});

test.each([
	['DocFlow', nodeType],
	['the trigger', new DocFlowTrigger()],
])('every list of %s has its search', (_name, { description, methods }) => {
	const fields = fieldsOf(description.properties).map(({ field }) => field);
	const called = fields.flatMap(({ modes = [] }) =>
		modes.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []),
	);
	expect(called.length).toBeGreaterThan(0);
	expect(Object.keys(methods.listSearch)).toEqual(expect.arrayContaining(called));
	const loaded = fields.flatMap(({ typeOptions }) => typeOptions?.loadOptionsMethod ?? []);
	expect(loaded.length).toBeGreaterThan(0);
	expect(Object.keys(methods.loadOptions)).toEqual(expect.arrayContaining(loaded));
});
