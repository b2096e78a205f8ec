import type { IDataObject } from 'n8n-workflow';

import { item, uploadTexts } from '../support/files';
import { run } from '../support/n8n';
import { trigger } from '../support/poll';
import { useSandbox } from '../support/sandbox';

const text =
	'No: R-10482\nDate: 2026年9月1日\nNote: =1+1\nItem,Quantity,Amount\nPaper,2,"1,034.00"\n';
const columns = ['row_key', 'Missing', 'Date', 'Note', 'Row Amount', 'low_confidence_fields'];
/** Each option by another kind of value that a builder may give it. */
const options = {
	columns: columns.join(',\n'),
	columnPrefix: 'Row ',
	values: 'typed',
	emptyAs: 'empty',
	safeText: true,
	confidence: 1,
	fieldNames: 'key',
};
const row = (fileId: unknown) => ({
	row_key: `F${String(fileId)}-T1-R1`,
	Missing: '',
	Date: '2026-09-01',
	Note: "'=1+1",
	'Row Amount': 1034,
	low_confidence_fields: 'No, Date, Note, Row Item, Row Quantity, Row Amount',
});

let credential: Record<string, string>;
let now: number;
beforeEach(() => (now = Date.parse('2026-11-20T08:00:00Z')));
useSandbox((started) => ({ credential } = started), { now: () => now, stepMs: 1000 });
const finish = () => (now += 60_000);

async function fetch(parameters: IDataObject) {
	const all = { resource: 'file', operation: 'fetch', fetchBy: 'workspace', ...parameters };
	return (await run({ parameters: all, credential })).map(({ json }) => json);
}

describe('the output options do the same', () => {
	test('in Fetch', async () => {
		const [{ file_id }] = await uploadTexts(credential, { 'a.txt': text });
		finish();
		const [json] = await fetch({ output: 'rows', options });
		expect(Object.entries(json)).toEqual(Object.entries(row(file_id)));
		const names = await fetch({ output: 'rows', options: { safeNames: true } });
		expect(names[0]).toMatchObject({ No: 'R-10482', Line_Amount: '1,034.00' });
		const byArray = await fetch({ options: { columns: ['No', 'file_key'] } });
		expect(Object.entries(byArray[0])).toEqual([
			['No', 'R-10482'],
			['file_key', `F${file_id}`],
		]);
	});

	test('in Upload, when it waits', async () => {
		const parameters = { resource: 'file', operation: 'upload', binaryPropertyName: 'data' };
		const waiting = run({
			parameters: { ...parameters, waitForResults: true, output: 'rows', options },
			credential,
			items: [await item(['data', text, 'a.txt'])],
		});
		const moving = setInterval(finish, 50);
		const output = await waiting.finally(() => clearInterval(moving));
		const [{ file_id }] = await fetch({});
		expect(output.map(({ json }) => json)).toEqual([row(file_id)]);
	});

	test('in the trigger', async () => {
		const node = trigger({ output: 'rows', options }, credential);
		await node.poll();
		const [{ file_id }] = await uploadTexts(credential, { 'a.txt': text });
		finish();
		expect((await node.poll()).map(({ json }) => json)).toEqual([row(file_id)]);
	});
});

test("the trigger's default: of a finished batch one item with its files, of finished files each", async () => {
	const batches = trigger({}, credential);
	const files = trigger({ event: 'fileFinished' }, credential);
	await Promise.all([batches.poll(), files.poll()]);
	await uploadTexts(credential, { 'a.txt': text, 'b.txt': text });
	finish();
	expect((await batches.poll()).map(({ json }) => json)).toEqual([
		expect.objectContaining({ file_count: 2, files: [expect.anything(), expect.anything()] }),
	]);
	expect((await files.poll()).map(({ json }) => json)).toEqual([
		expect.objectContaining({ file_name: 'a.txt', No: 'R-10482' }),
		expect.objectContaining({ file_name: 'b.txt', No: 'R-10482' }),
	]);
});

test('fields: every value of every document, in columns that are always the same', async () => {
	await uploadTexts(credential, { 'a.txt': text, 'b.txt': 'sandbox: stamp PAID' });
	finish();
	const items = await fetch({ output: 'fields' });
	expect(new Set(items.map((json) => Object.keys(json).join())).size).toBe(1);
	const said = items.map((json) => [json.file_name, json.field_name, json.field_value, json.page]);
	expect(said).toEqual(
		expect.arrayContaining([
			['a.txt', 'No', 'R-10482', 1],
			['a.txt', 'Amount', '1,034.00', 1],
			['b.txt', 'stamps', 'PAID (Other, Red, Oval Seal)', 1],
		]),
	);
});

test.each([
	[{ columns: [{ a: 1 }] }, /Column Names or IDs of item 0 must be text/],
	[{ confidence: 5 }, /Confidence Below of item 0 must be a number from 0 to 1/],
	[{ values: 'numbers' }, /Values of item 0 must be one of its options/],
	[{ columnPrefix: ['a'] }, /Column Prefix of item 0 must be text/],
])('a wrong option is an error that names it: %j', async (wrong, message) =>
	expect(fetch({ output: 'rows', options: wrong as IDataObject })).rejects.toThrow(message),
);
