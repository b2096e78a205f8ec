import { type Sandbox, startSandbox } from '../../sandbox/server';
import { list, type Row } from './client';

const NOW = 1_790_000_000_000;
const HOUR = 3_600_000;
let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ now: () => NOW, seed: 1234 })));
afterEach(async () => await sandbox.close());

const iso = (ms: number) => new Date(ms).toISOString();
const page = async (query = {}) =>
	(await list<Row & Record<string, unknown>>(sandbox, query)).result;

test('as many files as asked are there, in batches of ten, their ids in order', async () => {
	expect((await page()).total).toBe(1234);
	const { batch, id } = sandbox.files[1230];
	expect((await page({ batch_number: batch })).files).toHaveLength(4);
	expect(await page({ batch_number: sandbox.files[0].batch })).toMatchObject({
		total: 10,
		files: [{ batch_number: expect.stringMatching(/^\d{19}$/) }, ...Array(9).fill({})],
	});
	expect([...sandbox.files].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(sandbox.files);
	expect((await page({ file_id: id })).total).toBe(1);
});

test('all are finished, most of them well, and lie in the last month but for its last hour', async () => {
	expect((await page({ recognition_status: '1' })).total).toBe(1234 - 25);
	expect((await page({ recognition_status: '2' })).total).toBe(25);
	expect((await page({ start_time: iso(NOW - HOUR + 2000) })).total).toBe(0);
	expect((await page({ end_time: iso(NOW - 30 * 24 * HOUR) })).total).toBe(0);
	expect((await page({ start_time: iso(NOW - 15 * 24 * HOUR) })).total).toBeGreaterThan(600);
});

test('their records are those of real documents', async () => {
	expect((await page({ file_id: sandbox.files[7].id })).files).toMatchObject([
		{
			name: 'invoice-7.pdf',
			format: 'pdf',
			category: 'invoice',
			data: {
				fields: [{ key: 'Invoice Number', value: 'INV-10007' }, ...Array(6).fill({})],
				tables: [{ items: Array(8).fill([{ key: 'Description' }, {}, {}, {}]) }],
			},
		},
	]);
});
