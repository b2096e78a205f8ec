import { PREFIX } from '../../sandbox/context';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { call, form, json, simple, upload } from './client';

let sandbox: Sandbox;
let now: number;
beforeEach(async () => {
	now = Date.parse('2026-11-20T08:00:00Z');
	sandbox = await startSandbox({ now: () => now, stepMs: 1000 });
});
afterEach(async () => await sandbox.close());

const workspace = () => ({ workspace_id: sandbox.credential.workspaceId });
const post = async (path: string, body: object) =>
	await call(sandbox, `/review/${path}`, {}, json(sandbox, { ...workspace(), ...body }));
const create = async (path: string, body: object, id: string) =>
	String((await post(`${path}/create`, body)).result[id]);
const get = async (repo_id: string) => await call(sandbox, '/review/rule_repo/get', { repo_id });

/** A repository with a group and rules by their prompts. */
async function repository(...prompts: string[]) {
	const repo_id = await create('rule_repo', { name: 'Invoices' }, 'repo_id');
	const group_id = await create('rule_group', { repo_id, name: 'Amounts' }, 'group_id');
	const rules: string[] = [];
	for (const prompt of prompts)
		rules.push(
			await create('rule', { repo_id, group_id, name: prompt.slice(0, 20), prompt }, 'rule_id'),
		);
	return { repo_id, group_id, rules };
}

interface RuleResult {
	rule_id: string;
	review_result?: number;
	reasoning: string;
	anchors: Array<{ text: string; start_pos: number; end_pos: number; file_id: string }>;
}
interface Result {
	status: number;
	model: string;
	statistics: Record<string, number>;
	extract_task_ids: string[];
	groups: Array<{ group_name: string; review_tasks: RuleResult[] }>;
}
const submit = async (body: object) =>
	String((await post('task/submit', { name: 'Review 1', ...body })).result.task_id);
const resultOf = async (task_id: string, more = {}) =>
	(
		await call<Result>(
			sandbox,
			'/review/task/result',
			{},
			json(sandbox, { ...workspace(), task_id, ...more }),
		)
	).result;
const rulesOf = ({ groups }: Result) => groups.flatMap(({ review_tasks }) => review_tasks);

test('repositories, groups and rules are made, changed, listed and deleted', async () => {
	const { repo_id, group_id, rules } = await repository('Total must be below 1000');
	const other = await create('rule_group', { repo_id, name: 'Other' }, 'group_id');
	await post('rule_repo/update', { repo_id, name: 'Purchases' });
	await post('rule_group/update', { group_id, name: 'Sums' });
	await post('rule/update', { rule_id: rules[0], group_id: other, risk_level: 10 });
	expect((await get(repo_id)).result).toEqual({
		repo_id,
		name: 'Purchases',
		category_ids: [],
		groups: [
			{ group_id, name: 'Sums', rules: [] },
			{
				group_id: other,
				name: 'Other',
				rules: [
					expect.objectContaining({
						rule_id: rules[0],
						prompt: 'Total must be below 1000',
						risk_level: 10,
					}),
				],
			},
		],
	});
	await post('rule/delete', { rule_id: rules[0] });
	await post('rule_group/delete', { group_id });
	expect((await get(repo_id)).result).toMatchObject({ groups: [{ group_id: other, rules: [] }] });
	await repository();
	expect(
		await call(sandbox, '/review/rule_repo/list', { page_size: '1', page: '2' }),
	).toMatchObject({ result: { total: 2, page: 2, page_size: 1, repos: [{ name: 'Invoices' }] } });
	await post('rule_repo/delete', { repo_ids: [repo_id] });
	expect(await get(repo_id)).toMatchObject({ status: 200, code: 400 });
});

test('a rule without a group goes into one of its own', async () => {
	const { repo_id } = await repository();
	await create('rule', { repo_id, name: 'A' }, 'rule_id');
	await create('rule', { repo_id, name: 'B' }, 'rule_id');
	const { result } = await get(repo_id);
	expect(result.groups).toMatchObject([{ rules: [] }, { rules: [{ name: 'A' }, { name: 'B' }] }]);
});

test('an id of 19 digits that comes as a number loses none of them, text stays text', async () => {
	const { repo_id } = await repository();
	const body = `{"workspace_id": "${sandbox.credential.workspaceId}", "repo_id": ${repo_id}, "name": "a \\": 1234567890123456789"}`;
	const { code } = await call(
		sandbox,
		'/review/rule_repo/update',
		{},
		{
			...json(sandbox, {}),
			body,
		},
	);
	expect(code).toBe(200);
	expect((await get(repo_id)).result.name).toBe('a ": 1234567890123456789');
});

test.each<[string, string, object]>([
	['an unknown member', 'rule_repo/create', { name: 'a', more: 1 }],
	['a missing member', 'rule_group/create', { name: 'a' }],
	['a wrong type', 'rule_repo/create', { name: 5 }],
	['a name that is too long', 'rule_repo/create', { name: 'x'.repeat(31) }],
	['an unknown repository', 'rule_group/create', { repo_id: '404', name: 'a' }],
	['an unknown group', 'rule_group/update', { group_id: '404', name: 'a' }],
	['an unknown rule', 'rule/delete', { rule_id: '404' }],
	['a risk that is none', 'rule/update', { rule_id: '404', risk_level: 15 }],
	['an unknown review', 'task/result', { task_id: '404' }],
	['an empty model', 'task/submit', { repo_id: '404', name: 'a', model: '' }],
])('%s is refused', async (_what, path, body) => {
	expect(await post(path, body)).toMatchObject({ status: 200, code: 400, msg: /./ });
	expect(await post(path, { ...body, workspace_id: '1' })).not.toMatchObject({ code: 200 });
});

test('another workspace, and a body that is no JSON, are refused', async () => {
	expect(await post('rule_repo/create', { name: 'a', workspace_id: '1' })).toMatchObject({
		code: 1005015001,
	});
	const headers = { ...simple(sandbox), 'content-type': 'application/json' };
	const answer = await fetch(`${sandbox.url}${PREFIX}/review/rule_repo/create`, {
		method: 'POST',
		headers,
		body: '{"name": ',
	});
	expect([answer.status, await answer.json()]).toMatchObject([200, { code: 400 }]);
});

test('a review goes from state to state, judges by values, and says where it looked', async () => {
	const { repo_id, rules } = await repository(
		'Total must be below 1,000',
		'Supplier must be "ACME"',
		'Total must be below 10',
		'Is there an IBAN?',
		'sandbox: error',
	);
	const { result } = await upload(sandbox, {}, form(['Total: 250.00\nSupplier: ACME', 'a.txt']));
	const [{ id, task_id: file }] = result.files;
	const task = await submit({ repo_id, batch_number: result.batch_number, model: 'deepseek-r1' });
	const states: number[] = [];
	for (let second = 0; second < 10; second++) {
		states.push((await resultOf(task)).status);
		now += 1000;
	}
	expect([...new Set(states)]).toEqual([5, 2]);
	const done = await resultOf(task);
	expect(done).toMatchObject({
		model: 'deepseek-v4-pro',
		extract_task_ids: [file],
		statistics: { pass_count: 2, failure_count: 2, error_count: 1, not_triggered_count: 0 },
		groups: [{ group_name: 'Amounts' }],
	});
	const judged = rulesOf(done);
	expect(judged.map(({ rule_id, review_result }) => [rule_id, review_result])).toEqual(
		rules.map((rule, at) => [rule, [1, 1, 4, 4, 2][at]]),
	);
	const [{ anchors, reasoning }] = judged;
	expect(anchors).toMatchObject([{ text: '250.00', file_id: id }]);
	expect(reasoning.slice(anchors[0].start_pos, anchors[0].end_pos)).toBe('250.00');
	for (const one of judged) expect(one.reasoning).toContain('stand-in');

	const again = await submit({ repo_id, extract_task_ids: [file] });
	const after: number[] = [];
	for (let second = 0; second < 5; second++) {
		after.push((await resultOf(again)).status);
		now += 1000;
	}
	expect(after).toEqual([0, 6, 3, 2, 2]);
	expect(await resultOf(again, { with_task_detail_url: true })).toHaveProperty('task_detail_url');
});

test('parts stand for their parent, and a file is reviewed once', async () => {
	const { repo_id } = await repository('Total must be below 1000');
	const { result } = await upload(sandbox, { split_flag: 'true' });
	const [{ task_id }] = result.files;
	const review = await submit({
		repo_id,
		batch_number: result.batch_number,
		extract_task_ids: [task_id],
	});
	const { children } = sandbox.files[0];
	expect((await resultOf(review)).extract_task_ids).toEqual(children.map((one) => one.taskId));
	expect(await post('task/submit', { repo_id, name: 'a' })).toMatchObject({ code: 400 });
	expect(
		await post('task/submit', { repo_id, name: 'a', extract_task_ids: ['404'] }),
	).toMatchObject({ code: 400 });
});

test('a rule for other categories is not triggered; unreadable files end the review', async () => {
	const { repo_id } = await repository();
	const rule = { repo_id, name: 'a', prompt: 'Number', category_ids: ['1955840540388000010'] };
	await create('rule', rule, 'rule_id');
	const { result } = await upload(sandbox, { category: 'invoice' });
	const bad = await upload(sandbox, {}, form(['sandbox: fail blurred', 'b.txt']));
	now += 10_000;
	const reviews = [
		await submit({ repo_id, batch_number: result.batch_number }),
		await submit({ repo_id, batch_number: bad.result.batch_number }),
	];
	now += 3000;
	const [done, failed] = [await resultOf(reviews[0]), await resultOf(reviews[1])];
	expect(done).toMatchObject({ status: 1, statistics: { pass_count: 0, not_triggered_count: 1 } });
	expect(rulesOf(done)[0]).not.toHaveProperty('review_result');
	expect(failed.status).toBe(7);
});

test('a review or a rule of it is retried once it has ended, and deleted', async () => {
	const { repo_id, rules } = await repository('Number must be "1"', 'Number must be "2"');
	const { result } = await upload(sandbox);
	now += 10_000;
	const task_id = await submit({ repo_id, batch_number: result.batch_number });
	expect(await post('task/retry', { task_id })).toMatchObject({ code: 400 });
	now += 3000;
	expect(await post('task/rule/retry', { task_id, rule_id: '404' })).toMatchObject({ code: 400 });
	expect(await post('task/rule/retry', { task_id, rule_id: rules[0] })).toMatchObject({
		code: 200,
	});
	const one = await resultOf(task_id);
	expect([one.status, ...rulesOf(one).map(({ review_result }) => review_result)]).toEqual([
		3, 3, 4,
	]);
	now += 3000;
	expect((await resultOf(task_id)).status).toBe(4);
	expect(await post('task/retry', { task_id })).toMatchObject({ code: 200 });
	expect((await resultOf(task_id)).status).toBe(0);
	expect(await post('task/delete', { task_ids: [task_id] })).toMatchObject({ code: 200 });
	expect(await post('task/result', { task_id })).toMatchObject({ code: 400 });
});
