import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/server';
import { run, type RunOptions } from '../support/n8n';
import { addRepository } from '../support/review';
import { useSandbox } from '../support/sandbox';

let sandbox: Sandbox;
let credential: RunOptions['credential'];
useSandbox((started) => ({ sandbox, credential } = started), { maxPage: 2 });

const play = async (resource: string, operation: string, parameters: INodeParameters = {}) =>
	(await run({ credential, parameters: { resource, operation, ...parameters } })).map(
		({ json }) => json,
	);
const repository = async () => await play('reviewRepository', 'getAll', { simplify: false });
const sent = () => sandbox.requests.at(-1)?.json;

test('a workspace is set up: repository, group and rule, each by the ids of the one before', async () => {
	const [{ repo_id }] = await play('reviewRepository', 'create', { name: 'Invoices' });
	const [{ group_id }] = await play('reviewGroup', 'create', {
		repository: String(repo_id),
		name: 'Amounts',
	});
	const [rule] = await play('reviewRule', 'create', {
		repository: String(repo_id),
		group: { __rl: true, mode: 'list', value: String(group_id) },
		name: 'Total Below Limit',
		prompt: 'Total must be below 1000',
		riskLevel: 10,
		options: {
			categoryIds: '1955840540388000010, 1955840540388000020',
			referencedFields: '[{"category_id": "1955840540388000010", "fields": [{"field_id": "1"}]}]',
		},
	});
	const ids = { rule_id: expect.stringMatching(/^\d{19}$/), group_id, repo_id };
	expect(rule).toEqual({ ...ids, name: 'Total Below Limit' });
	expect(await play('reviewRepository', 'get', { repository: String(repo_id) })).toEqual([
		{
			repo_id,
			name: 'Invoices',
			category_ids: ['1955840540388000010', '1955840540388000020'],
			groups: [
				{
					group_id,
					name: 'Amounts',
					rules: [
						{
							rule_id: rule.rule_id,
							name: 'Total Below Limit',
							prompt: 'Total must be below 1000',
							risk_level: 10,
							category_ids: ['1955840540388000010', '1955840540388000020'],
							referenced_fields: [
								{ category_id: '1955840540388000010', fields: [{ field_id: '1' }] },
							],
						},
					],
				},
			],
		},
	]);
});

test('lists go to the last page, and give what the next step needs', async () => {
	const made = [];
	for (let at = 0; at < 5; at++) made.push(await addRepository(credential, 'Total', 'Tax'));
	const all = await play('reviewRepository', 'getAll');
	expect(all).toEqual(
		made.map(({ repo_id }) => ({
			repo_id,
			name: 'Invoices',
			category_ids: [],
			group_count: 1,
			rule_count: 2,
		})),
	);
	expect(await play('reviewRepository', 'getAll', { returnAll: false, limit: 3 })).toEqual(
		all.slice(0, 3),
	);
	const [{ repo_id, group_id, rule_ids }] = made;
	expect(await play('reviewGroup', 'getAll', { repository: repo_id })).toEqual([
		{ group_id, name: 'Amounts', rule_count: 2, repo_id, repo_name: 'Invoices' },
	]);
	const rules = await play('reviewRule', 'getAll', { repository: repo_id });
	expect(rules).toMatchObject(
		rule_ids.map((rule_id) => ({ rule_id, group_id, group_name: 'Amounts', repo_id })),
	);
	expect(
		await play('reviewRule', 'getAll', { repository: repo_id, filters: { group: group_id } }),
	).toEqual(rules);
	expect(
		await play('reviewRule', 'getAll', { repository: repo_id, filters: { group: '404' } }),
	).toEqual([]);
});

test('names and rules are changed, and what is not named stays', async () => {
	const { repo_id, group_id, rule_ids } = await addRepository(credential, 'Total');
	expect(
		await play('reviewRepository', 'update', { repository: repo_id, name: 'Purchases' }),
	).toEqual([{ updated: true, repo_id, name: 'Purchases' }]);
	expect(await play('reviewGroup', 'update', { group: group_id, name: 'Sums' })).toEqual([
		{ updated: true, group_id, name: 'Sums' },
	]);
	const changes = { riskLevel: 10, categoryIds: '1955840540388000010' };
	expect(await play('reviewRule', 'update', { rule: rule_ids[0], changes })).toEqual([
		{
			updated: true,
			rule_id: rule_ids[0],
			risk_level: 10,
			category_ids: ['1955840540388000010'],
		},
	]);
	expect(await repository()).toMatchObject([
		{
			name: 'Purchases',
			groups: [{ name: 'Sums', rules: [{ name: 'Rule 1', prompt: 'Total', risk_level: 10 }] }],
		},
	]);
});

test('rule, group and repository are deleted with the switch, and not without', async () => {
	const { repo_id, group_id, rule_ids } = await addRepository(credential, 'Total');
	const doomed: Array<[string, INodeParameters, object]> = [
		['reviewRule', { rule: rule_ids[0] }, { rule_id: rule_ids[0] }],
		['reviewGroup', { group: group_id }, { group_id }],
		['reviewRepository', { repository: repo_id }, { repo_id }],
	];
	for (const [resource, parameters, ids] of doomed) {
		const before = sandbox.requests.length;
		await expect(play(resource, 'delete', parameters)).rejects.toThrow(/Delete for Good/);
		expect(sandbox.requests.length).toBe(before);
		expect(await play(resource, 'delete', { ...parameters, confirm: true })).toEqual([
			{ deleted: true, deleted_count: 1, ...ids },
		]);
	}
	expect(await repository()).toEqual([]);
});

describe('the id of a new repository that came as a number', () => {
	const create = async (name = 'Invoices') => await play('reviewRepository', 'create', { name });
	const answer = (repo_id: number) =>
		sandbox.faults.add({
			path: '/rule_repo/create',
			kind: 'json',
			after: true,
			body: { code: 200, msg: 'success', result: { repo_id } },
		});

	test('is taken where it is exact', async () => {
		answer(31415926);
		expect(await create()).toEqual([{ repo_id: '31415926', name: 'Invoices' }]);
	});

	test('is looked up where it lost its last digits', async () => {
		answer(1955840540571376304);
		const [{ repo_id }] = await create();
		expect(await repository()).toMatchObject([{ repo_id }]);
	});

	test('is not guessed where two have the name', async () => {
		await create();
		answer(1955840540571376304);
		await expect(create()).rejects.toMatchObject({
			message: 'DocFlow made the repository "Invoices", but its answer does not tell the ID',
			description: expect.stringContaining('Review Repository → Get Many'),
		});
	});
});

test.each<[string, string, INodeParameters, RegExp]>([
	['reviewRepository', 'create', {}, /Name of item 0 is empty/],
	['reviewRepository', 'create', { name: 'x'.repeat(31) }, /Name of item 0 has 31 characters/],
	['reviewGroup', 'create', { name: 'A' }, /Repository of item 0 is empty/],
	['reviewRule', 'create', { repository: '1', group: '2', prompt: 'A' }, /Name of item 0 is empty/],
	['reviewRule', 'create', { repository: '1', group: '2', name: 'A' }, /Prompt of item 0 is empty/],
	['reviewRule', 'update', { rule: '1' }, /Changes of item 0 are empty/],
	[
		'reviewRule',
		'update',
		{ rule: '1', changes: { referencedFields: '[1]' } },
		/Referenced Fields of item 0/,
	],
])('%s → %s with %j sends nothing', async (resource, operation, parameters, message) => {
	await expect(play(resource, operation, parameters)).rejects.toThrow(message);
	expect(sandbox.requests).toEqual([]);
});

test('a long prompt goes out whole', async () => {
	const { rule_ids } = await addRepository(credential, 'Total');
	const prompt = 'All must be right. '.repeat(180).trim();
	await play('reviewRule', 'update', { rule: rule_ids[0], changes: { prompt } });
	expect(sent()).toMatchObject({ prompt });
});
