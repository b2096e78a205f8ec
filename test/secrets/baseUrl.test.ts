import * as fc from 'fast-check';
import nock from 'nock';

import { API_PREFIX, resolveBaseUrl } from '../../nodes/DocFlow/transport/baseUrl';
import { skipPauses } from '../support/clock';
import { credentialTest, run } from '../support/n8n';
import { runs } from '../support/nightly';
import { type Recorder, startRecorder } from './recorder';
import { answerWell } from './wire';

const account = { appId: 'app', secretCode: 'secret', workspaceId: '12' };

// nock stands between Node.js and the network for the next test file of this process, too: it breaks proxies and TLS there.
afterAll(() => nock.restore());
beforeEach(() => nock.disableNetConnect());
afterEach(() => {
	jest.restoreAllMocks();
	nock.cleanAll();
	nock.enableNetConnect();
});

/** Where a run's requests go to, as scheme, host, port and path; and the message if it was refused. */
async function destination(baseUrl: string): Promise<{ to: string[]; refused?: string }> {
	skipPauses();
	const to: string[] = [];
	nock(/.*/)
		.persist()
		.get(/.*/)
		.reply(function (uri) {
			const { protocol, hostname, port, auth } = (
				this.req as unknown as { options: Record<string, string> }
			).options;
			const { authorization, host } = this.req.headers as unknown as Record<
				string,
				string | undefined
			>;
			if (auth || authorization) to.push(`signed in as ${auth ?? authorization}`);
			to.push(`${protocol}//${host} by ${hostname}:${port} ${uri.split('?')[0]}`);
			return [200, { code: 200, result: { total: 0, files: [] } }];
		});
	const refused = await run({
		parameters: { resource: 'file', operation: 'fetch', fetchBy: 'workspace' },
		credential: { ...account, region: 'custom', baseUrl },
	}).then(
		() => undefined,
		(error: Error) => error.message,
	);
	jest.restoreAllMocks();
	nock.cleanAll();
	return { to, refused };
}

/** What the credential's Test button says, and where it asked. */
async function testButton(baseUrl: string): Promise<{ to: string[]; message: string }> {
	const to: string[] = [];
	nock(/.*/)
		.persist()
		.get(/.*/)
		.reply(function (uri) {
			const { protocol } = (this.req as unknown as { options: Record<string, string> }).options;
			to.push(`${protocol}//${String(this.req.headers.host)}${uri.split('?')[0]}`);
			return [200, { code: 200, result: { workspace_id: '12' } }];
		});
	const { message } = await credentialTest({ ...account, region: 'custom', baseUrl });
	nock.cleanAll();
	return { to, message };
}

const REFUSED = [
	'https://docflow.textin.com@evil.example',
	'https://docflow.textin.com:443@evil.example',
	'https://user:pass@docflow.textin.com',
	'https://@evil.example',
	'https://evil.example\\@docflow.textin.com',
	'https://docflow.textin.com\\@evil.example',
	'https:\\\\evil.example',
	'https:/\\evil.example',
	'https://evil.example\\.docflow.textin.com',
	'https://docflow.textin.com\n.evil.example',
	'https://docflow\t.textin.com',
	'https://docflow.textin.com/a\r\nHost: evil.example',
	'https://docflow.textin.com evil.example',
	'//evil.example',
	'https:evil.example',
	'https:/evil.example',
	'https:///evil.example',
	'evil.example',
	'javascript:alert(1)',
	'data:text/html,x',
	'file:///etc/passwd',
	'ftp://evil.example',
	'ws://evil.example',
	'https://docflow.textin.com?@evil.example',
	'https://docflow.textin.com#@evil.example',
	'https://docflow.textin.com/?x=',
	'https://docflow.textin.com/#',
	'https://docflow.textin.com%2f@evil.example',
	'https://evil.example%23.docflow.textin.com',
	'https://docflow.textin.com／.evil.example',
	'https://docflow.textin.com＠evil.example',
	'https://docflow.textin.com:99999',
	'https://docflow.textin.com:443:evil',
	'https://[::1',
	'https://a b.example',
	'https://docflow.textin.com\0.evil.example',
	'https://%00',
];

test.each(REFUSED)('%j is refused, by the test of the credential too', async (baseUrl) => {
	const { to, refused } = await destination(baseUrl);
	expect(to).toEqual([]);
	expect(refused).toMatch(/^The credential's Base URL (is not a web address|must)/);
	const tested = await testButton(baseUrl);
	expect(tested).toEqual({ to: [], message: expect.stringMatching(/^The credential's Base URL/) });
});

const GOES: Array<[baseUrl: string, to: string]> = [
	[
		'https://docflow.textin.com.evil.example',
		'https://docflow.textin.com.evil.example by docflow.textin.com.evil.example:443 ',
	],
	['HTTPS://DocFlow.Example/', 'https://docflow.example by docflow.example:443 '],
	['http://10.0.0.7:8080/docflow/', 'http://10.0.0.7:8080 by 10.0.0.7:8080 /docflow'],
	['https://own.example/a/../b//', 'https://own.example by own.example:443 /b'],
	['https://own.example/@evil.example', 'https://own.example by own.example:443 /@evil.example'],
	[
		'https://own.example/%2e%2e/%2f%2fevil.example',
		'https://own.example by own.example:443 /%2f%2fevil.example',
	],
	['https://文档.example', 'https://xn--7dvp7d.example by xn--7dvp7d.example:443 '],
	['https://docflow。textin。com', 'https://docflow.textin.com by docflow.textin.com:443 '],
];

test.each(GOES)('%j goes where it says', async (baseUrl, to) => {
	expect(await destination(baseUrl)).toEqual({ to: [`${to}${API_PREFIX}/file/fetch`] });
	const [tested] = (await testButton(baseUrl)).to;
	expect(tested).toBe(`${to.split(' ')[0]}${to.split(' ')[3] ?? ''}${API_PREFIX}/workspace/get`);
});

test('whatever the Base URL: it is refused, or all goes to the host that stands in it', () => {
	const piece = fc.constantFrom(
		'https://',
		'http://',
		'own.example',
		'evil.example',
		':8443',
		'@',
		'\\',
		'/',
		'//',
		'?',
		'#',
		'%2f',
		'%40',
		'\t',
		'\n',
		' ',
		'.',
		'..',
		'/a',
		'。',
		'[::1]',
		':',
		';',
		'&',
		'=',
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
			const baseUrl = `https://${pieces.join('')}`;
			let resolved: string;
			try {
				resolved = resolveBaseUrl({ region: 'custom', baseUrl });
			} catch (error) {
				return expect((error as Error).message).toMatch(/Base URL/);
			}
			const visible = /^https:\/\/([^/]+)/
				.exec(baseUrl.trim())?.[1]
				.replaceAll('。', '.')
				.replace(/:(443)?$/, '');
			const url = new URL(`${resolved}${API_PREFIX}`);
			expect([url.host, url.username, url.password, url.search, url.hash]).toEqual([
				visible,
				'',
				'',
				'',
				'',
			]);
			expect(url.pathname.endsWith(API_PREFIX)).toBe(true);
		}),
		{ numRuns: runs(2000) },
	);
});

describe('a path that looks like an address of its own', () => {
	let server: Recorder;
	beforeEach(async () => (server = await startRecorder(answerWell)));
	afterEach(async () => await server.close());

	test('stays a path', async () => {
		nock.restore();
		const baseUrl = `http://127.0.0.1:${server.port}//evil.example/@evil.example`;
		await run({
			parameters: { resource: 'file', operation: 'fetch', fetchBy: 'workspace' },
			credential: { ...account, region: 'custom', baseUrl },
		});
		expect(server.seen.map(({ url }) => url.split('?')[0])).toEqual([
			`//evil.example/@evil.example${API_PREFIX}/file/fetch`,
		]);
	});
});
