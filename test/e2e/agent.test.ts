import { rmSync } from 'fs';
import { join } from 'path';

import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import { type Service, serviceOf } from '../../demo/service';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { uploadTexts } from '../support/files';
import { run } from '../support/n8n';
import { agentOf } from './agentWorkflow';
import { type Model, startModel, type Turn } from './model';

let sandbox: Sandbox;
let service: Service;
let n8n: DemoN8n;
let model: Model;

beforeAll(async () => {
	const home = join(demoFolder, '.n8n-home', 'e2e-agent');
	rmSync(home, { recursive: true, force: true });
	sandbox = await startSandbox({ stepMs: 1 });
	service = serviceOf(sandbox);
	n8n = await startDemoN8n(service, home);
}, 15 * 60_000);

afterEach(async () => await model?.close());
afterAll(async () => {
	await n8n?.stop();
	await service?.close();
});

/** What the model fills in itself. */
const fromAI = (name: string, description: string, type = 'string') =>
	`={{ $fromAI('${name}', '${description}', '${type}') }}`;

/** The first item of a tool's answer. */
const first = (answer: string) => (JSON.parse(answer) as Array<Record<string, unknown>>)[0];

/** A batch as the node gives it now. */
const fetchRows = async (batchNumber: unknown) => {
	const parameters = { resource: 'file', operation: 'fetch', batchNumber: String(batchNumber) };
	return (await run({ parameters, credential: service.credential })).map(({ json }) => json);
};

/** The credentials of model and tools. */
const saveCredentials = async () => ({
	docFlow: await n8n.rest.saveCredential('DocFlow', service.credential),
	openAi: await n8n.rest.saveCredential('OpenAI', { apiKey: 'none', url: model.url }, 'openAiApi'),
});

test('an agent finds a batch, reads its fields and corrects one', async () => {
	const [{ batch_number, file_id }] = await uploadTexts(service.credential, {
		'invoice.txt': 'Invoice Number: 2026-0917\nTotal Due: 552.00\n',
	});
	const turns: Array<(answers: string[]) => Turn> = [
		() => ({ call: 'Batch_status', with: { batch: batch_number } }),
		() => ({ call: 'Fetch_results', with: { batch: batch_number } }),
		([, results]) => ({
			call: 'Update_fields',
			with: { file: first(results).file_id, corrections: { 'Total Due': '553.00' } },
		}),
		([, , updated]) => ({ say: `Corrected: ${String(first(updated).updated)}` }),
	];
	model = await startModel(turns);
	const credentials = await saveCredentials();
	const workflow = agentOf(
		`Correct the total of batch ${String(batch_number)}`,
		{
			'Batch status': {
				resource: 'batch',
				operation: 'getStatus',
				batchNumbers: fromAI('batch', 'The batch number'),
			},
			'Fetch results': {
				resource: 'file',
				operation: 'fetch',
				batchNumber: fromAI('batch', 'The batch number'),
			},
			'Update fields': {
				resource: 'file',
				operation: 'update',
				fileId: fromAI('file', 'The file_id'),
				specify: 'json',
				fieldsJson: fromAI('corrections', 'Names and right values', 'json'),
			},
		},
		credentials,
	);
	const execution = await n8n.rest.runWorkflow(await n8n.rest.saveWorkflow(workflow), 'Start');
	expect(execution.status).toBe('success');
	expect(execution.data).toContain('Corrected: true');

	const [status, results, updated] = model.answers;
	expect(first(status)).toMatchObject({ batch_number, is_finished: true });
	expect(first(results)).toMatchObject({ file_id, 'Total Due': '552.00' });
	expect(first(updated)).toMatchObject({ file_id, changed: ['Total Due'] });
	const rows = await fetchRows(batch_number);
	expect(rows).toMatchObject([{ 'Invoice Number': '2026-0917', 'Total Due': '553.00' }]);
	// What n8n makes of the menu's words and the fields is all that a model knows of a tool.
	expect(
		Object.fromEntries(model.tools.map(({ function: one }) => [one.name, one.description])),
	).toEqual({
		Batch_status: 'Get the status of batches in DocFlow',
		Fetch_results: 'Fetch results in DocFlow',
		Update_fields: 'Update fields of a file in DocFlow',
	});
});

test('an agent uploads the file it is asked to, of those before it; without a way to them it is told the way', async () => {
	const name = (question: string) => /\S+\.pdf/.exec(question)?.[0] ?? '';
	model = await startModel([
		() => ({ call: 'Upload_only', with: {} }),
		(_answers, question) => ({ call: 'Upload_by_name', with: { name: name(question) } }),
		([, answer], question) => ({ say: `${name(question)} is ${String(first(answer).file_name)}` }),
	]);
	const chosen = { resource: 'file', operation: 'upload' };
	const workflow = agentOf(
		'=Upload {{ $binary.data.fileName }}',
		{
			'Upload only': chosen,
			'Upload by name': {
				...chosen,
				binaryPropertyName: "={{ $('Read').all() }}",
				options: { fileNames: fromAI('name', 'The name of the file to upload') },
			},
		},
		await saveCredentials(),
		[
			{
				...{ id: 'Read', typeVersion: 1, position: [0, 0] },
				name: 'Read',
				type: 'n8n-nodes-base.readWriteFile',
				parameters: { fileSelector: join(demoFolder, 'documents/invoice-*.pdf'), options: {} },
			},
		],
	);
	sandbox.files.length = 0;
	const execution = await n8n.rest.runWorkflow(await n8n.rest.saveWorkflow(workflow), 'Start');
	expect(execution.status).toBe('success');
	const names = ['invoice-2026-0917.pdf', 'invoice-R-10482.pdf'];
	expect(sandbox.files.map((file) => file.name).sort()).toEqual(names);
	for (const one of names) expect(execution.data).toContain(`${one} is ${one}`);
	expect(model.answers[0]).toMatch(/Nothing was uploaded.*node before the agent/s);
});
