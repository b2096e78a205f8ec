import { readFileSync } from 'fs';
import type { INodeParameters } from 'n8n-workflow';
import { join } from 'path';

import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { item } from '../support/files';
import { run } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

let sandbox: Sandbox;
let credential: Record<string, string>;
useSandbox((started) => ({ sandbox, credential } = started));

const { nodes } = JSON.parse(
	readFileSync(join(__dirname, '../../demo/workflows/re-extract-on-failure.json'), 'utf8'),
) as { nodes: Array<{ name: string; parameters: INodeParameters }> };

test('the example: what could not be read is read once more, otherwise, and keeps its row', async () => {
	const play = async (name: string, items: Awaited<ReturnType<typeof run>>) =>
		await run({
			credential,
			parameters: nodes.find((node) => node.name === name)?.parameters ?? {},
			items,
		});
	skipPauses();
	const form = await item(
		['Files', 'sandbox: fail blurred', 'a.txt'],
		['Files_1', 'Total: 5', 'b.txt'],
	);
	const read = await play('Upload', [form]);
	expect(read.map(({ json }) => json.status)).toEqual(['failed', 'success']);
	const failed = read.filter(({ json }) => json.status === 'failed');
	const again = await play('Fetch', await play('Retry', failed));
	expect(again.map(({ json }) => json.file_key)).toEqual(failed.map(({ json }) => json.file_key));
	expect(sandbox.files.map(({ runs, query }) => [runs, query.parser_parse_mode])).toEqual([
		[2, 'vlm'],
		[1, undefined],
	]);
});
