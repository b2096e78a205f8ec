import { PREFIX } from '../../sandbox/context';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { address, call, form, json, simple, upload } from './client';

// What the vendor's Python client (1.1.3) sends otherwise than the node does; each was taken from its own requests.

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ stepMs: 0.01 })));
afterEach(async () => await sandbox.close());

test('booleans with capitals, and a base URL that ends in /api', async () => {
	const query = { auto_verify_vat: 'True', split_flag: 'False' };
	const { result } = await upload(sandbox, query, form(['Number: 1', 'a.txt']));
	expect(sandbox.files[0].query).toMatchObject({ auto_verify_vat: 'true', split_flag: 'false' });
	const base = `${sandbox.url}/api`;
	const fetched = await fetch(
		`${base}${PREFIX.replace('/api', '')}/file/fetch?${String(
			new URLSearchParams({
				workspace_id: sandbox.credential.workspaceId,
				batch_number: result.batch_number,
				with_document: 'True',
				with_task_detail_url: 'False',
			}),
		)}`,
		{ headers: simple(sandbox) },
	);
	const { result: page } = (await fetched.json()) as { result: { files: object[] } };
	expect(page.files[0]).toHaveProperty('document');
	expect(page.files[0]).not.toHaveProperty('task_detail_url');
});

test('the id of a repository as a number of 19 digits, and a model with the question for a result', async () => {
	const { workspaceId: workspace_id } = sandbox.credential;
	const post = async (path: string, body: object, text = JSON.stringify(body)) =>
		await call(sandbox, `/review/${path}`, {}, { ...json(sandbox, {}), body: text });
	const { result: repo } = await post('rule_repo/create', { workspace_id, name: 'R' });
	const { result: group } = await post('rule_group/create', {
		workspace_id,
		repo_id: repo.repo_id,
		name: 'G',
	});
	const rule = { workspace_id, repo_id: 'ID', group_id: group.group_id, name: 'N', prompt: 'P' };
	const asNumber = JSON.stringify(rule).replace('"ID"', String(repo.repo_id));
	expect(await post('rule/create', {}, asNumber)).toMatchObject({ code: 200 });
	const { result } = await upload(sandbox);
	const task = {
		workspace_id,
		name: 'T',
		repo_id: repo.repo_id,
		batch_number: result.batch_number,
		model: 'deepseek-r1',
	};
	const { result: submitted } = await post('task/submit', task);
	const asked = { workspace_id, task_id: submitted.task_id, model: 'ORM-O1' };
	expect(await post('task/result', asked)).toMatchObject({
		code: 200,
		result: { model: 'deepseek-v4-pro' },
	});
});

test('old names of the models that extract', async () => {
	const body = form(['Number: 1', 'a.txt']);
	const sample = body.get('file') as File;
	body.delete('file');
	body.append('sample_files', sample);
	body.append('workspace_id', sandbox.credential.workspaceId);
	body.append('name', 'Bill');
	body.append('extract_model', 'Model 1');
	body.append('fields', JSON.stringify([{ name: 'Total' }]));
	const answer = await fetch(address(sandbox, '/category/create'), {
		method: 'POST',
		headers: simple(sandbox),
		body,
	});
	expect(await answer.json()).toMatchObject({ code: 200 });
});
