import { rmSync } from 'fs';
import { join } from 'path';

import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import type { Workflow } from '../../demo/host/rest';
import { type Service, serviceOf } from '../../demo/service';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { uploadTexts } from '../support/files';
import { run } from '../support/n8n';
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
	n8n = await startDemoN8n(service, home, { N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE: 'true' });
}, 15 * 60_000);

afterAll(async () => {
	await n8n?.stop();
	await model?.close();
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

/** A workflow of an agent that has DocFlow's operations as tools. */
function agentOf(
	question: string,
	tools: Record<string, Record<string, unknown>>,
	credentials: { openAi: string; docFlow: string },
): Workflow {
	const node = (name: string, type: string, typeVersion: number, rest: object) => ({
		id: name,
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters: {},
		...rest,
	});
	const docFlowApi = { id: credentials.docFlow, name: 'DocFlow' };
	const toolNodes = Object.entries(tools).map(([name, parameters]) =>
		node(name, 'n8n-nodes-docflow.docFlowTool', 1, { parameters, credentials: { docFlowApi } }),
	);
	const toAgent = (type: string) => ({ [type]: [[{ node: 'Agent', type, index: 0 }]] });
	return {
		name: 'Agent',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Agent', '@n8n/n8n-nodes-langchain.agent', 3.1, {
				parameters: { promptType: 'define', text: question, options: {} },
			}),
			node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.3, {
				parameters: {
					model: { __rl: true, mode: 'id', value: 'stand-in' },
					responsesApiEnabled: false,
					options: {},
				},
				credentials: { openAiApi: { id: credentials.openAi, name: 'OpenAI' } },
			}),
			...toolNodes,
		],
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: toAgent('ai_languageModel'),
			...Object.fromEntries(toolNodes.map(({ name }) => [name, toAgent('ai_tool')])),
		},
		settings: { executionOrder: 'v1' },
	};
}

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
	const credentials = {
		docFlow: await n8n.rest.saveCredential('DocFlow', service.credential),
		openAi: await n8n.rest.saveCredential(
			'OpenAI',
			{ apiKey: 'none', url: model.url },
			'openAiApi',
		),
	};
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
