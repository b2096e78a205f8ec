import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import type { Workflow } from '../../demo/host/rest';
import { type Service, serviceOf } from '../../demo/service';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { type Authority, makeAuthority, startTls } from '../support/tls';

const API = '/api/app-api/sip/platform/v2';
const home = join(demoFolder, '.n8n-home', 'e2e-credential');

let sandbox: Sandbox;
let service: Service;
let n8n: DemoN8n;

let authority: Authority;

beforeAll(async () => {
	rmSync(home, { recursive: true, force: true });
	mkdirSync(home, { recursive: true });
	authority = await makeAuthority('Authority of the company');
	writeFileSync(join(home, 'company-ca.pem'), authority.cert);
	sandbox = await startSandbox();
	service = serviceOf(sandbox);
	n8n = await startDemoN8n(service, home, {
		NODE_EXTRA_CA_CERTS: join(home, 'company-ca.pem'),
	});
}, 15 * 60_000);

afterAll(async () => {
	await n8n?.stop();
	await service?.close();
});

const start = {
	id: 'a',
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** A workflow of a single node, with the DocFlow credential. */
function workflowOf(
	node: { name: string; type: string; typeVersion: number },
	parameters: Record<string, unknown>,
	credentialId: string,
): Workflow {
	const credentials = { docFlowApi: { id: credentialId, name: 'DocFlow' } };
	const whole = { id: 'b', position: [200, 0], ...node, parameters, credentials };
	return {
		name: node.name,
		nodes: [start, whole],
		connections: { Start: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** n8n's own HTTP Request node with the DocFlow credential as Predefined Credential Type. */
const httpRequest = (credentialId: string, parameters: Record<string, unknown>): Workflow =>
	workflowOf(
		{ name: 'HTTP Request', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 },
		{
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'docFlowApi',
			...parameters,
		},
		credentialId,
	);

interface Listed {
	name: string;
	authenticate?: unknown;
	properties: Array<{ name: string; options?: Array<{ name: string }> }>;
}

const listed = async (what: 'nodes' | 'credentials') => {
	const headers = { cookie: n8n.rest.cookies };
	const answer = await fetch(`${n8n.url}/types/${what}.json`, { headers });
	return (await answer.json()) as Listed[];
};

test('the HTTP Request node offers the credential, and the DocFlow node a Custom API Call', async () => {
	const credential = (await listed('credentials')).find(({ name }) => name === 'docFlowApi');
	expect(credential).toHaveProperty('authenticate');
	const node = (await listed('nodes')).find(({ name }) => name === 'n8n-nodes-docflow.docFlow');
	const menus =
		node?.properties.filter(({ name }) => ['resource', 'operation'].includes(name)) ?? [];
	expect(menus.length).toBeGreaterThan(1);
	for (const { options = [] } of menus) expect(options.at(-1)?.name).toBe('Custom API Call');
});

test.each(['simple', 'signature'])(
	'an HTTP Request with the credential, %s',
	async (authentication) => {
		const data = { ...service.credential, authentication, enterpriseId: '77' };
		const id = await n8n.rest.saveCredential('DocFlow', data);
		const calls: Array<[Record<string, unknown>, string]> = [
			[
				{
					url: `${sandbox.url}${API}/file/fetch`,
					sendQuery: true,
					queryParameters: {
						parameters: [
							{ name: 'workspace_id', value: sandbox.credential.workspaceId },
							{ name: 'category', value: '增值税 发票&+%' },
						],
					},
				},
				'"total"',
			],
			[
				{
					method: 'POST',
					url: `${sandbox.url}${API}/file/delete`,
					sendBody: true,
					specifyBody: 'json',
					jsonBody: JSON.stringify({
						workspace_id: sandbox.credential.workspaceId,
						file_id: ['1'],
						note: 'ä',
					}),
				},
				'code',
			],
		];
		for (const [parameters, expected] of calls) {
			sandbox.requests.length = 0;
			const workflow = await n8n.rest.saveWorkflow(httpRequest(id, parameters));
			const execution = await n8n.rest.runWorkflow(workflow, 'Start');
			expect(execution.status).toBe('success');
			expect(execution.data).toContain(expected);
			expect(execution.data).not.toMatch(/authentication failed|unauthorized/i);
			const [{ headers }] = sandbox.requests;
			expect(headers).toMatchObject({
				'x-ti-app-id': sandbox.credential.appId,
				'x-ti-enterprise-id': '77',
			});
			expect('x-ti-signature' in headers).toBe(authentication === 'signature');
			expect('x-ti-secret-code' in headers).toBe(authentication === 'simple');
		}
	},
);

describe('a server with a certificate of its own', () => {
	const known = /^Connection successful/;
	test.each<[string, Parameters<typeof startTls>[0], boolean, Record<string, unknown>, RegExp]>([
		['of an authority in NODE_EXTRA_CA_CERTS', 'none', true, {}, known],
		[
			'of that authority, for another host name',
			'other host name',
			true,
			{},
			/is for another host name/,
		],
		['of that authority, expired', 'expired', true, {}, /has expired.*Have it renewed/],
		[
			'of another authority',
			'unknown authority',
			false,
			{},
			/from an authority that n8n does not know/,
		],
		['self-signed', 'self-signed', false, {}, /is self-signed.*NODE_EXTRA_CA_CERTS/],
		['self-signed, with Ignore SSL Issues', 'self-signed', false, { ignoreSSLIssues: true }, known],
	])('%s', async (_what, fault, isKnown, change, message) => {
		const answer = JSON.stringify({ code: 200, result: { workspace_id: '12' } });
		const server = await startTls(
			fault,
			(_request, response) => response.end(answer),
			isKnown ? authority : undefined,
		);
		const data = { ...service.credential, ...change, baseUrl: `https://${server.host}` };
		const tested = await n8n.rest.testCredential(data as Record<string, string>);
		const overHttp = await n8n.rest.testCredential({ ...data, baseUrl: `http://${server.host}` });
		await server.close();
		expect(tested.message).toMatch(message);
		expect(overHttp.message).toMatch(/speaks https only/);
	});
});

test("n8n's protection against requests to its own network is told by name", async () => {
	await n8n.stop();
	n8n = await startDemoN8n(service, home, { N8N_SSRF_PROTECTION_ENABLED: 'true' });
	const { status, message } = await n8n.rest.testCredential(service.credential);
	expect([status, message]).toEqual([
		'Error',
		expect.stringMatching(/SSRF protection.*Nothing was sent.*N8N_SSRF_ALLOWED_HOSTNAMES/),
	]);
	sandbox.requests.length = 0;
	const fetchOne = workflowOf(
		{ name: 'DocFlow', type: 'n8n-nodes-docflow.docFlow', typeVersion: 1 },
		{ resource: 'file', operation: 'fetch', batchNumber: '1' },
		await n8n.rest.saveCredential('DocFlow', service.credential),
	);
	const { data: seen } = await n8n.rest.runWorkflow(await n8n.rest.saveWorkflow(fetchOne), 'Start');
	expect(seen).toMatch(/n8n itself does not allow requests to 127.0.0.1/);
	expect(sandbox.requests).toEqual([]);
});
