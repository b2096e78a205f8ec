import { type Sandbox, startSandbox } from '../../sandbox/server';
import { uploadTexts } from '../support/files';
import { trigger } from '../support/poll';

const MINUTE = 60_000;

let sandbox: Sandbox;
let credential: Record<string, string>;
let now: number;

beforeEach(async () => {
	now = Date.parse('2026-11-20T08:00:00Z');
	// Recognition takes five steps of 10 s on a clock that only the test moves.
	sandbox = await startSandbox({ stepMs: 10_000, now: () => now });
	credential = { ...sandbox.credential, baseUrl: sandbox.url };
});
afterEach(async () => await sandbox.close());

test('a batch fires once, when its last file is finished', async () => {
	const { poll } = trigger({ output: 'simplified' }, credential);
	expect(await poll()).toEqual([]);
	const [{ batch_number }] = await uploadTexts(credential, { 'a.txt': 'Number: 1' });
	now += 30_000;
	await uploadTexts(credential, { 'b.txt': 'Number: 2' }, {}, batch_number);
	expect(await poll()).toEqual([]);
	now += MINUTE;
	const items = await poll();
	expect(items.map(({ json }) => [json.file_name, json.Number])).toEqual([['a.txt', '1'], ['b.txt', '2']]);
	expect(items.map(({ json }) => json.batch_number)).toEqual([batch_number, batch_number]);
	for (let again = 0; again < 40; again++) {
		now += MINUTE;
		expect(await poll()).toEqual([]);
	}
});
