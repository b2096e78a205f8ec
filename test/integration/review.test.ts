import { readFileSync } from 'fs';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { join } from 'path';

import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { item, uploadTexts } from '../support/files';
import { run, type RunOptions } from '../support/n8n';
import { addRepository, addReview } from '../support/review';
import { useSandbox } from '../support/sandbox';

let sandbox: Sandbox;
let credential: RunOptions['credential'];
let now: (() => number) | undefined;
useSandbox((started) => ({ sandbox, credential } = started), {
	stepMs: 1000,
	now: () => now?.() ?? Date.now(),
});
beforeEach(() => (now = undefined));

const play = async (
	operation: string,
	parameters: INodeParameters,
	options: Partial<RunOptions> = {},
) =>
	await run({
		credential,
		...options,
		parameters: { resource: 'review', operation, ...parameters },
	});
const jsonOf = async (...args: Parameters<typeof play>) =>
	(await play(...args)).map(({ json }) => json);
const sent = (path: string) =>
	sandbox.requests.filter((request) => request.path.endsWith(path)).map(({ json }) => json);

/** Lets the stand-in come to the end of all that is under way. */
const later = () => {
	const end = Date.now() + 60_000;
	now = () => end;
};

const PROMPTS = ['Total must be below 1000', 'Supplier must be "ACME"', 'sandbox: error'];
const TEXT = 'Total: 1200.00\nSupplier: ACME';

describe('Submit', () => {
	test.each<[string, INodeParameters, object]>([
		['a batch', {}, { name: expect.stringMatching(/^Review of \d+$/), batch_number: /batch/ }],
		[
			'tasks, by a name and a model of its own',
			{
				reviewBy: 'taskId',
				taskId: '={{ $json.task_id }}',
				options: { name: 'September', model: 'ORM-O1' },
			},
			{ name: 'September', extract_task_ids: /task/, model: 'ORM-O1' },
		],
	])('%s', async (_what, parameters, expected) => {
		const { repo_id } = await addRepository(credential, ...PROMPTS);
		const [file] = await uploadTexts(credential, { 'a.txt': TEXT });
		const known = { batch_number: file.batch_number, extract_task_ids: [file.task_id] };
		const body = Object.fromEntries(
			Object.entries(expected).map(([name, value]) => [
				name,
				value instanceof RegExp ? known[name as keyof typeof known] : value,
			]),
		);
		const asked = {
			repository: { __rl: true, mode: 'list', value: repo_id },
			batchNumber: '={{ $json.batch_number }}',
			...parameters,
		};
		const [json] = await jsonOf('submit', asked, { items: [{ json: { ...file } }] });
		const { workspaceId } = sandbox.credential;
		expect(sent('task/submit')).toEqual([{ workspace_id: workspaceId, repo_id, ...body }]);
		expect(json).toEqual({
			review_task_id: expect.stringMatching(/^\d{19}$/),
			repo_id,
			model: 'deepseek-v4-pro',
			...body,
		});
	});

	test('the rows of a batch are one review, waited for, one item for each rule', async () => {
		const { repo_id, rule_ids } = await addRepository(credential, ...PROMPTS);
		const files = await uploadTexts(credential, { 'a.txt': TEXT, 'b.txt': 'Total: 5' });
		skipPauses();
		const output = await play(
			'submit',
			{ repository: repo_id, batchNumber: '={{ $json.batch_number }}', waitForResults: true },
			{ items: files.map((json) => ({ json: { ...json } })) },
		);
		expect(sent('task/submit').length).toBe(1);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
			rule_ids.map(() => [{ item: 0 }, { item: 1 }]),
		);
		const [first, second, third] = output.map(({ json }) => json);
		const { review_task_id } = first;
		expect(first).toEqual({
			row_key: `R${String(review_task_id)}-${rule_ids[0]}`,
			review_task_id,
			task_status: 'review_failed',
			group_name: 'Amounts',
			rule_id: rule_ids[0],
			rule_name: 'Rule 1',
			risk_level: 'medium',
			result: 'rejected',
			reasoning: expect.stringContaining('1200.00'),
			anchors: `1200.00 (field Total, page 0, ${sandbox.files[0].category}, file ${files[0].file_id})`,
		});
		expect([second.result, third.result]).toEqual(['approved', 'review_failed']);
	});

	test('all are submitted before the first is waited for, and one deadline holds for all', async () => {
		const { repo_id } = await addRepository(credential, 'Total');
		const files = [
			...(await uploadTexts(credential, { 'a.txt': TEXT })),
			...(await uploadTexts(credential, { 'b.txt': TEXT })),
		];
		const start = Date.now();
		now = () => start;
		const { slept } = skipPauses();
		const output = await jsonOf(
			'submit',
			{
				repository: repo_id,
				batchNumber: '={{ $json.batch_number }}',
				waitForResults: true,
				options: { waitTimeout: 20 },
			},
			{ items: files.map((json) => ({ json: { ...json } })), continueOnFail: true },
		);
		expect(slept()).toBeLessThan(35_000);
		const paths = sandbox.requests.map(({ path }) => path.split('/review/')[1]);
		expect(paths.indexOf('task/result')).toBeGreaterThan(paths.lastIndexOf('task/submit'));
		const ids = output.map(({ review_task_id }) => review_task_id);
		expect(new Set(ids).size).toBe(2);
		for (const json of output)
			expect(json).toMatchObject({
				error: expect.stringMatching(/^DocFlow is not finished with review \d+ after \d+ s$/),
				description: expect.stringContaining(
					`get the results later with Review → Get Result for ${String(json.review_task_id)}`,
				),
				retryable: true,
			});
	});

	test('an error that ends the run names the reviews that were submitted before it', async () => {
		const { repo_id } = await addRepository(credential);
		const files = await uploadTexts(credential, { 'a.txt': TEXT, 'b.txt': TEXT });
		sandbox.faults.add({ path: '/review/task/submit', kind: 'drop-after', skip: 1 });
		const error: unknown = await play(
			'submit',
			{ repository: repo_id, reviewBy: 'taskId', taskId: '={{ $json.task_id }}' },
			{ items: files.map((json) => ({ json: { ...json } })) },
		).catch((reason: unknown) => reason);
		expect(error).toMatchObject({
			message: 'The connection to DocFlow broke before it answered',
			description: expect.stringMatching(
				/may have done it all the same: look with DocFlow's web pages, where it would be named "Review of \d+", before .* Submitted by this run: \d{19}\. Review → Get Result/,
			),
			context: { itemIndex: 1 },
		});
		expect(sent('task/submit').length).toBe(2);
	});

	test.each<[string, INodeParameters, RegExp]>([
		['no repository', { batchNumber: '1' }, /Repository of item 0 is empty/],
		['no batch', { repository: '1' }, /Batch Number of item 0 is empty/],
		['a rounded repository', { repository: 1.5e19, batchNumber: '1' }, /Repository of item 0/],
	])('%s: nothing is sent', async (_what, parameters, message) => {
		await expect(play('submit', parameters)).rejects.toThrow(message);
		expect(sandbox.requests).toEqual([]);
	});

	test('what DocFlow refuses is said in its words', async () => {
		const asked = { repository: '404', batchNumber: '1' };
		await expect(play('submit', asked)).rejects.toThrow(/review rule repository does not exist/);
	});
});

describe('Get Result', () => {
	const result = async (parameters: INodeParameters, options: Partial<RunOptions> = {}) =>
		await jsonOf('getResult', parameters, options);

	test('waits, reads the same rows at every run, and those of many items once', async () => {
		const { task_id } = await addReview(credential, TEXT, ...PROMPTS);
		skipPauses();
		const items = [1, 2].map(() => ({ json: {} }));
		const first = await result({ reviewTaskId: task_id }, { items });
		expect(first.map(({ result: word }) => word)).toEqual([
			'rejected',
			'approved',
			'review_failed',
		]);
		expect(await result({ reviewTaskId: task_id }, { items })).toEqual(first);
		expect(new Set(first.map(({ row_key }) => row_key)).size).toBe(3);
		for (const { row_key } of first) expect(row_key).toMatch(/^R\d{19}-\d{19}$/);
	});

	test('without waiting it gives what there is', async () => {
		const { task_id } = await addReview(credential, TEXT, 'Total');
		expect(await result({ reviewTaskId: task_id, waitUntilFinished: false })).toMatchObject([
			{ task_status: 'recognizing', result: 'reviewing', anchors: '' },
		]);
	});

	test('as a summary, with details, raw, and with a link', async () => {
		const { task_id, repo_id, group_id } = await addReview(credential, TEXT, ...PROMPTS);
		later();
		const ask = async (parameters: INodeParameters) =>
			await result({ reviewTaskId: task_id, ...parameters });
		expect(await ask({ output: 'summary' })).toEqual([
			{
				review_task_id: task_id,
				task_name: 'Review',
				status: 'review_failed',
				is_finished: true,
				repo_id,
				model: 'deepseek-v4-pro',
				pass_count: 1,
				failure_count: 1,
				error_count: 1,
				not_triggered_count: 0,
			},
		]);
		const [row] = await ask({ options: { details: true, withTaskDetailUrl: true } });
		expect(row).toMatchObject({
			prompt: PROMPTS[0],
			group_id,
			repo_name: 'Invoices',
			pass_count: 1,
			audit_result: null,
			task_detail_url: expect.stringContaining(task_id),
		});
		expect(await ask({ output: 'raw' })).toMatchObject([
			{ task_id, statistics: {}, groups: [{ review_tasks: [{}, {}, {}] }] },
		]);
	});

	test('a review without rules, and one of unreadable files, still give an item', async () => {
		const empty = await addReview(credential, TEXT);
		const unread = await addReview(credential, 'sandbox: fail blurred', 'Total');
		later();
		const reviewTaskId = `${empty.task_id}, ${unread.task_id}`;
		expect(await result({ reviewTaskId })).toMatchObject([
			{ row_key: `R${empty.task_id}`, task_status: 'approved', rule_name: null, result: null },
			{ task_status: 'recognition_failed', rule_name: 'Rule 1' },
		]);
	});

	const answer = (review: IDataObject) =>
		sandbox.faults.add({
			path: '/review/task/result',
			kind: 'json',
			body: { code: 200, msg: 'success', result: review },
		});
	const groups = (...codes: Array<number | null>) => [
		{
			group_id: '1',
			group_name: 'A',
			review_tasks: codes.map((review_result, at) => ({ rule_id: `${at}`, review_result })),
		},
	];

	test.each<[string, Array<number | null>, IDataObject, string[]]>([
		[
			'as documented',
			[1, 4, 2],
			{ pass_count: 1, failure_count: 1 },
			['approved', 'rejected', 'review_failed'],
		],
		[
			'in the numbers of DocFlow’s client',
			[0, 1, 1, 2],
			{ pass_count: 1, failure_count: 2 },
			['approved', 'rejected', 'rejected', 'review_failed'],
		],
		['without counts, as documented', [1, 4], {}, ['approved', 'rejected']],
		[
			'of rules for other documents',
			[1, null, 0],
			{ pass_count: 1, failure_count: 0, not_triggered_count: 2 },
			['approved', 'not_triggered', 'not_triggered'],
		],
		['that are new', [9], { pass_count: 0, failure_count: 0 }, ['status 9']],
	])('results %s are told by words', async (_what, codes, statistics, words) => {
		answer({ status: 4, statistics, groups: groups(...codes) });
		const rows = await result({ reviewTaskId: '1' });
		expect(rows.map((row) => row.result)).toEqual(words);
	});

	test('a rule that comes twice has two keys; odd answers lose nothing', async () => {
		const task = { rule_id: '7', review_result: 1, anchors: ['text', null], risk_level: 15 };
		answer({ status: 1, groups: [{ review_tasks: [task, task] }], rule_repo: null });
		expect(await result({ reviewTaskId: '1' })).toMatchObject([
			{ row_key: 'R1-7', anchors: expect.stringContaining('text'), risk_level: 'status 15' },
			{ row_key: 'R1-7-2' },
		]);
	});

	test('an answer that does not say how the review stands is no result', async () => {
		answer({ groups: [] });
		const asked = { reviewTaskId: '1', waitUntilFinished: false };
		await expect(result(asked)).rejects.toThrow(/how the review stands/);
	});

	test('an unknown review is refused at once, another one comes out', async () => {
		const { task_id } = await addReview(credential, TEXT, 'Total');
		later();
		const items = [{ json: { id: '404' } }, { json: { id: task_id } }];
		expect(
			await result({ reviewTaskId: '={{ $json.id }}' }, { items, continueOnFail: true }),
		).toMatchObject([
			{ error: expect.stringContaining('does not exist'), review_task_id: '404', retryable: false },
			{ review_task_id: task_id },
		]);
	});
});

test('the example: each file of a folder is uploaded, reviewed, and ends as rows of its own', async () => {
	const { nodes } = JSON.parse(
		readFileSync(join(__dirname, '../../demo/workflows/watched-folder-with-review.json'), 'utf8'),
	) as { nodes: Array<{ name: string; parameters: INodeParameters }> };
	const parametersOf = (name: string) => nodes.find((node) => node.name === name)?.parameters ?? {};
	const { repo_id, rule_ids } = await addRepository(credential, ...PROMPTS);
	skipPauses();
	const files = await run({
		credential,
		parameters: parametersOf('Upload'),
		items: [await item(['data', TEXT, 'a.txt']), await item(['data', 'Total: 5', 'b.txt'])],
	});
	const parameters = { ...parametersOf('Review'), repository: repo_id };
	const rows = await run({ credential, parameters, items: files });
	expect(rows.map(({ json, pairedItem }) => [json.rule_id, json.result, pairedItem])).toEqual(
		[0, 1].flatMap((at) =>
			rule_ids.map((rule, place) => [
				rule,
				[
					['rejected', 'approved', 'review_failed'],
					['approved', 'rejected', 'review_failed'],
				][at][place],
				{ item: at },
			]),
		),
	);
	expect(new Set(rows.map(({ json }) => json.row_key)).size).toBe(6);
});

describe('Retry, Retry Rule and Delete', () => {
	test('what is under way is not begun anew; what has ended is, and the keys of its rows stay', async () => {
		const { task_id, rule_ids } = await addReview(credential, TEXT, 'Total', 'IBAN');
		const asked = { reviewTaskId: task_id };
		await expect(play('retry', asked)).rejects.toThrow(/not finished/);
		later();
		const before = await jsonOf('getResult', asked);
		expect(await jsonOf('retryRule', { ...asked, ruleId: rule_ids[0] })).toEqual([
			{ retried: true, review_task_id: task_id, rule_id: rule_ids[0] },
		]);
		const during = await jsonOf('getResult', { ...asked, waitUntilFinished: false });
		expect(during.map((row) => row.result)).toEqual(['reviewing', 'rejected']);
		const end = (now?.() ?? 0) + 60_000;
		now = () => end;
		expect(await jsonOf('getResult', asked)).toEqual(before);
		expect(await jsonOf('retry', asked)).toEqual([{ retried: true, review_task_id: task_id }]);
	});

	test('several are deleted with the switch, and none without', async () => {
		const ids = [
			(await addReview(credential, TEXT)).task_id,
			(await addReview(credential, TEXT)).task_id,
		];
		const asked = { reviewTaskId: ids.join() };
		await expect(play('delete', asked)).rejects.toThrow(/Delete for Good of item 0 is off/);
		expect(sent('task/delete')).toEqual([]);
		expect(await jsonOf('delete', { ...asked, confirm: true })).toEqual([
			{ deleted: true, deleted_count: 2, review_task_ids: ids },
		]);
		await expect(play('getResult', asked)).rejects.toThrow(/does not exist/);
	});

	test.each(['retry', 'retryRule', 'delete'])(
		'%s whose answer is lost tells where to look',
		async (operation) => {
			const { task_id, rule_ids } = await addReview(credential, TEXT, 'Total');
			later();
			sandbox.faults.add({ path: '/review/task', kind: 'drop-after' });
			const asked = { reviewTaskId: task_id, ruleId: rule_ids[0], confirm: true };
			await expect(play(operation, asked)).rejects.toMatchObject({
				description: expect.stringMatching(/may have done it all the same: .*Get Result/),
			});
		},
	);
});
