import * as fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { useBinaryMode } from '../../demo/engine/engine';
import { API_PREFIX } from '../../nodes/DocFlow/transport/baseUrl';
import { item } from '../support/files';
import { run } from '../support/n8n';
import { runs } from '../support/nightly';
import { trigger } from '../support/poll';
import { type Recorder, startRecorder } from './recorder';
import { answerWell, type Read, readWire } from './wire';

/** Pieces that end a thing, begin another, or are read in more than one way. */
const PIECES = [
	'\r\n',
	'\r',
	'\n',
	'\0',
	'"',
	'"; name="other',
	'"\r\nX-Injected: 1\r\n\r\n',
	'\r\nX-Injected: 1',
	'--',
	'../',
	'..\\',
	'%2e%2e',
	'%2f',
	'%00',
	'%0d%0a',
	'?',
	'#',
	'&',
	'&x=1',
	';',
	'@',
	'=',
	'+',
	' ',
	'%',
	'\\',
	'/',
	'//',
	':',
	'\t',
	'\x1b[31m',
	'\ud800',
	'\udfff',
	'\u202e',
	'\u2028',
	'\u00a0',
	'\ufeff',
	'🧾',
	'发票',
	'é',
	'__proto__',
	'constructor',
	'<b>',
	'${x}',
	'x'.repeat(3000),
];
const nasty = fc
	.array(
		fc.oneof(
			{ weight: 3, arbitrary: fc.constantFrom(...PIECES) },
			{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
		),
		{ minLength: 1, maxLength: 6 },
	)
	.map((pieces) => pieces.join(''));

let server: Recorder;
let credential: Record<string, string>;

beforeAll(async () => {
	await useBinaryMode('default');
	server = await startRecorder(answerWell);
	credential = {
		baseUrl: `http://127.0.0.1:${server.port}/prefix`,
		appId: 'app',
		secretCode: 'secret',
		workspaceId: '12',
	};
});
afterAll(async () => await server.close());

/** What went over the wire, and the message of the error if there was one. */
async function wireOf(
	work: () => Promise<unknown>,
): Promise<{ requests: Read[]; refused?: string }> {
	server.seen.length = 0;
	const refused = await work().then(
		() => undefined,
		(error: Error) => `${error.name}: ${error.message}`,
	);
	return { requests: server.seen.map(readWire), refused };
}

const HEADERS = [
	'accept',
	'accept-encoding',
	'connection',
	'content-length',
	'content-type',
	'host',
	'lang',
	'user-agent',
	'x-ti-app-id',
	'x-ti-secret-code',
];
const KNOWN = [
	'workspace_id',
	'batch_number',
	'file_id',
	'task_id',
	'category',
	'parser_pdf_pwd',
	'page',
	'page_size',
	'start_time',
	'end_time',
	'recognition_status',
];

/** A request is one of ours and nothing else: no other path, header, parameter or part. */
function expectOurs({ path, query, headers, parts }: Read): void {
	expect([`/prefix${API_PREFIX}/file/fetch`, `/prefix${API_PREFIX}/file/upload`]).toContain(path);
	expect(headers.filter((name) => !HEADERS.includes(name))).toEqual([]);
	expect(new Set(headers).size).toBe(headers.length);
	expect(query.filter(([name, ...rest]) => !KNOWN.includes(name) || rest.length !== 1)).toEqual([]);
	expect(new Set(query.map(([name]) => name)).size).toBe(query.length);
	for (const head of parts) {
		expect(head.length).toBe(2);
		expect(head[0]).toMatch(/^Content-Disposition: form-data; name="file"; filename="[^"\r\n]+"$/);
		expect(head[1]).toMatch(/^Content-Type: [\x20-\x7e]+$/);
	}
}

const file = { resource: 'file' };
const upload = async (more: INodeParameters, json: IDataObject = {}) =>
	await run({
		parameters: { ...file, operation: 'upload', ...more },
		credential,
		items: [{ ...(await item(['data', 'a', 'a.txt'])), json }],
	});
const fetch = async (more: INodeParameters) =>
	await run({ parameters: { ...file, operation: 'fetch', ...more }, credential });

/** An id without what a chat or a Chinese keyboard adds to it. */
const understood = (text: string) =>
	text
		.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, '')
		.replace(/[\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) - 0xff10))
		.trim();

/** Expressions, so that the text comes as an earlier node gives it. */
const asIs = (text: string) =>
	`={{ ${JSON.stringify(text).replace(/[<>{}$\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)} }}`;

/** Every parameter that goes into a query: its name there, and a run with it. */
const TEXTS: Array<[what: string, api: string, play: (text: string) => Promise<unknown>]> = [
	[
		'batch number of fetch',
		'batch_number',
		async (text) => await fetch({ batchNumber: asIs(text) }),
	],
	['file ID', 'file_id', async (text) => await fetch({ fetchBy: 'fileId', fileId: asIs(text) })],
	['task ID', 'task_id', async (text) => await fetch({ fetchBy: 'taskId', taskId: asIs(text) })],
	[
		'category of fetch',
		'category',
		async (text) =>
			await fetch({
				batchNumber: '1',
				waitUntilFinished: false,
				filters: { category: asIs(text) },
			}),
	],
	[
		'workspace of fetch',
		'workspace_id',
		async (text) => await fetch({ batchNumber: '1', options: { workspaceId: asIs(text) } }),
	],
	[
		'batch number of upload',
		'batch_number',
		async (text) => await upload({ batchMode: 'batchNumber', batchNumber: asIs(text) }),
	],
	[
		'category of upload',
		'category',
		async (text) => await upload({ options: { category: asIs(text) } }),
	],
	[
		'workspace of upload',
		'workspace_id',
		async (text) => await upload({ options: { workspaceId: asIs(text) } }),
	],
	[
		'PDF password',
		'parser_pdf_pwd',
		async (text) => await upload({ parserOptions: { pdfPwd: asIs(text) } }),
	],
	[
		'workspace of the trigger',
		'workspace_id',
		async (text) => await trigger({ options: { workspaceId: asIs(text) } }, credential).poll(),
	],
	[
		'workspace of the credential',
		'workspace_id',
		async (text) => await trigger({}, { ...credential, workspaceId: text }).poll(),
	],
];

test.each(TEXTS)(
	'%s: arrives as it was given, or is refused before anything is sent',
	async (_what, api, play) => {
		await fc.assert(
			fc.asyncProperty(nasty, async (text) => {
				const { requests, refused } = await wireOf(async () => await play(text));
				// An empty option is none.
				if (text.trim() === '') return requests.forEach(expectOurs);
				if (requests.length === 0)
					return expect(refused).toMatch(
						/^NodeOperationError: .*(is empty|half of a character|characters, DocFlow takes 20 at most|characters, more than the 1000 that it may have)/,
					);
				requests.forEach(expectOurs);
				const sent = requests.flatMap(({ query }) =>
					query.filter(([name]) => name === api).map(([, value]) => value),
				);
				for (const value of sent) expect([text, text.trim(), understood(text)]).toContain(value);
				expect(sent.length).toBe(requests.length);
			}),
			{ numRuns: runs(60) },
		);
	},
);

test('the name and type of a file stay in their place', async () => {
	const type = fc.oneof(
		fc.constantFrom('text/plain', 'application/pdf', ''),
		nasty.map((text) => `text/plain${text}`),
		nasty,
	);
	await fc.assert(
		fc.asyncProperty(nasty, nasty, type, async (first, second, mimeType) => {
			const input: INodeExecutionData = await item(['a', '1', 'x.txt'], ['b', '2', 'x.txt']);
			Object.assign(input.binary!.a, { fileName: `${first}.txt`, mimeType });
			Object.assign(input.binary!.b, { fileName: second, mimeType: 'text/plain' });
			const { requests, refused } = await wireOf(
				async () =>
					await run({
						parameters: { ...file, operation: 'upload', binaryPropertyName: 'a, b' },
						credential,
						items: [input],
						continueOnFail: true,
					}),
			);
			if (requests.length === 0) return expect(refused).toBeUndefined();
			requests.forEach(expectOurs);
			const [{ parts }] = requests;
			expect(parts.length).toBe(2);
			for (const [disposition] of parts)
				expect(disposition).toMatch(
					/^Content-Disposition: form-data; name="file"; filename="[^\p{Cc}\p{Cs}\p{Cf}"\\/]+\.(txt|pdf)"$/iu,
				);
		}),
		{ numRuns: runs(150) },
	);
});

test('addresses are data of a JSON body', async () => {
	await fc.assert(
		fc.asyncProperty(nasty, async (text) => {
			const url = `https://files.example/${text}`;
			const { requests, refused } = await wireOf(
				async () => await upload({ source: 'url', urls: `={{ [${asIs(url).slice(4, -3)}] }}` }),
			);
			if (requests.length === 0) return expect(refused).toMatch(/^NodeOperationError/);
			requests.forEach(expectOurs);
			const [{ json }] = requests;
			// Marks around it go; what no address may hold is escaped.
			const plain = url.replace(/[\s"'>,，、;；]+$/, '');
			expect([{ urls: [plain] }, { urls: [new URL(plain).href] }]).toContainEqual(json);
			expect(requests.length).toBe(1);
		}),
		{ numRuns: runs(60) },
	);
});

test.each(['appId', 'secretCode'])('%s: no header but its own', async (name) => {
	await fc.assert(
		fc.asyncProperty(nasty, async (text) => {
			const { requests, refused } = await wireOf(
				async () =>
					await run({
						parameters: { ...file, operation: 'fetch', fetchBy: 'workspace' },
						credential: { ...credential, [name]: text },
					}),
			);
			if (requests.length === 0)
				return expect(refused).toMatch(/holds a character that no header can carry/);
			requests.forEach(expectOurs);
			expect(server.seen[0].headers).toContain(
				Buffer.from(text.trim(), 'latin1').toString('latin1').trim(),
			);
		}),
		{ numRuns: runs(60) },
	);
});
