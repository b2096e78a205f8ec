import FormData from 'form-data';
import { request } from 'http';
import { Readable } from 'stream';

import { useBinaryMode } from '../../demo/engine/engine';
import type { Sandbox } from '../../sandbox/server';
import { item } from '../support/files';
import { run } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

let sandbox: Sandbox;
let credential: Record<string, string>;
useSandbox((started) => ({ sandbox, credential } = started));

const files: Array<[name: string, type: string, content: Buffer]> = [
	['invoice.pdf', 'application/pdf', Buffer.from('%PDF-1.7\r\n--boundary\r\n\r\n')],
	['发票 九月.pdf', 'application/pdf', Buffer.alloc(300_000, '票')],
	['a b&c=d%20;e.txt', 'text/plain', Buffer.from([0, 255, 13, 10, 10, 13])],
	[
		'Zoë 🧾.docx',
		'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
		Buffer.alloc(1),
	],
	['scan.JPG', 'image/jpeg', Buffer.alloc(70_001, 7)],
];

/** The parts the server reads from a body made by the form-data package. */
async function sendWithFormData(): Promise<void> {
	const form = new FormData();
	for (const [filename, contentType, content] of files)
		form.append('file', Readable.from([content]), {
			filename,
			contentType,
			knownLength: content.length,
		});
	const { appId, secretCode, workspaceId } = sandbox.credential;
	const url = `${sandbox.url}/api/app-api/sip/platform/v2/file/upload?workspace_id=${workspaceId}`;
	const length = await new Promise<number>((resolve, reject) =>
		form.getLength((error, bytes) => (error ? reject(error) : resolve(bytes))),
	);
	const headers = {
		...form.getHeaders(),
		'content-length': length,
		'x-ti-app-id': appId,
		'x-ti-secret-code': secretCode,
	};
	await new Promise((resolve, reject) => {
		const sending = request(url, { method: 'POST', headers }, (answer) =>
			answer.resume().on('end', resolve),
		).on('error', reject);
		form.pipe(sending);
	});
}

test.each(['default', 'filesystem'] as const)(
	'binary mode %s: each part is as form-data makes it',
	async (mode) => {
		await useBinaryMode(mode);
		const input = await item(
			...files.map(([name, , content], at): [string, Buffer, string] => [
				`file_${at}`,
				content,
				name,
			]),
		);
		await run({
			parameters: { resource: 'file', operation: 'upload', binaryPropertyName: '*' },
			credential,
			items: [input],
		});
		await sendWithFormData();
		const [ours, theirs] = sandbox.requests;
		expect(theirs.parts.map(({ bytes }) => bytes)).toEqual(
			files.map(([, , content]) => content.length),
		);
		expect(ours.parts).toEqual(theirs.parts);
		expect(Number(ours.headers['content-length'])).toBeGreaterThan(
			files.reduce((sum, [, , content]) => sum + content.length, 0),
		);
		expect(ours.headers['transfer-encoding']).toBeUndefined();
	},
);

test('a file name cannot leave its place in the header of its part', async () => {
	const input = await item(['data', 'a', 'x.txt']);
	input.binary!.data.fileName = 'a"; name="other\r\nX-Injected: 1\r\n\r\nb.txt';
	await run({ parameters: { resource: 'file', operation: 'upload' }, credential, items: [input] });
	const [{ parts }] = sandbox.requests;
	expect(parts).toEqual([expect.objectContaining({ field: 'file', bytes: 1, type: 'text/plain' })]);
	expect(parts[0].filename).not.toMatch(/[\r\n]/);
});
