import { readFileSync } from 'fs';
import type { IDataObject } from 'n8n-workflow';
import { join } from 'path';

import { item, uploadTexts } from '../support/files';
import { run } from '../support/n8n';
import { trigger } from '../support/poll';
import { useSandbox } from '../support/sandbox';

interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** What n8n shows of an output before the first run (n8n-core, output-schema-resolver). */
const schemaOf = (path: string) =>
	JSON.parse(
		readFileSync(join(__dirname, '../../nodes/DocFlow/__schema__', `${path}.json`), 'utf8'),
	) as Schema;

let credential: Record<string, string>;
let now: number;
beforeEach(() => (now = Date.parse('2026-11-20T08:00:00Z')));
useSandbox((started) => ({ credential } = started), { now: () => now, stepMs: 1000 });

/** A value has the shape that was promised, no more and no less; where there is none, it is null. */
function expectShape(value: unknown, { type, properties, items }: Schema): void {
	if (value === null) return;
	if (items) for (const one of value as unknown[]) expectShape(one, items);
	const is = Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
	expect(is).toBe(type);
	if (!properties) return;
	expect(Object.keys(value as object)).toEqual(Object.keys(properties));
	for (const [name, schema] of Object.entries(properties))
		expectShape((value as IDataObject)[name], schema);
}

test("Upload, Fetch and the trigger give what n8n's editor shows beforehand", async () => {
	const node = trigger({}, credential);
	await node.poll();
	const [uploaded] = await run({
		parameters: { resource: 'file', operation: 'upload', binaryPropertyName: 'data' },
		credential,
		items: [await item(['data', 'Total: 5', 'a.txt'])],
	});
	expectShape(uploaded.json, schemaOf('v1.0.0/file/upload'));
	now += 60_000;
	// A document's own fields are not known before it is read.
	const columns = Object.keys(schemaOf('v1.0.0/file/fetch').properties ?? {});
	const [fetched] = await run({
		parameters: {
			resource: 'file',
			operation: 'fetch',
			fetchBy: 'workspace',
			options: { columns },
		},
		credential,
	});
	expectShape(fetched.json, schemaOf('v1.0.0/file/fetch'));
	const [whole] = await run({
		parameters: { resource: 'file', operation: 'fetch', fetchBy: 'workspace' },
		credential,
	});
	expect(Object.keys(whole.json).slice(0, columns.length)).toEqual(columns);
	expect(Object.keys(whole.json)[columns.length]).toBe('Total');
	await uploadTexts(credential, { 'b.txt': 'Total: 6' });
	now += 60_000;
	const batch = (await node.poll()).at(-1)?.json as IDataObject;
	const files = batch.files as IDataObject[];
	const fixed = files.map((file) => Object.fromEntries(columns.map((name) => [name, file[name]])));
	expectShape({ ...batch, files: fixed }, schemaOf('v1.0.0'));
});
