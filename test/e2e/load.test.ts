import { isNightly } from '../support/nightly';
import { loadFiles } from './loadFiles';
import { LoadHost, type Measured } from './loadHost';
import { type Row, writeReport } from './loadReport';

const MB = 1024 * 1024;
const PAYLOAD = 200 * MB;
/** Enough for the objects of thousands of items and for garbage not yet collected; pairs of all with all take gigabytes. */
const ITEMS = 512 * MB;
/** n8n takes some 4 MB for each execution, however small its file. */
const FIFTY = 2 * PAYLOAD;
/** n8n puts each file into its database and takes it out in one piece, as a text of twice its size on the way. */
const IN_DATABASE = 4 * PAYLOAD;

/** At a push each kind of load is played once, with fewer batches; all of them at night, and for docs/load.md. */
const isWhole = isNightly || process.env.WRITE_LOAD !== undefined;
const testWhole = isWhole ? test : undefined;

const rows: Row[] = [];
afterAll(() => writeReport(rows));

/** n8n has run its nodes before, as it has anywhere after a minute. */
async function warmUp(host: LoadHost): Promise<void> {
	await host.uploadFromDisk('one item', loadFiles('warm-up', 3, 1000, 'txt'));
	await host.publishWebhook('load');
	await host.postAll('load', loadFiles('warm-up', 10, 1000, 'jpg'));
}

const largeFiles = () => loadFiles('large', 4, PAYLOAD / 4, 'jpg');
const fifty = (round: string) => loadFiles(round, 50, PAYLOAD / 50, 'jpg');
const ownBatches = () => loadFiles('own', isWhole ? 2000 : 200, 500, 'txt');
const smallFiles = () => loadFiles('small', 2000, 500, 'txt');

describe('one n8n', () => {
	const host = new LoadHost('e2e-load');
	const note = (what: string, measured: Measured) =>
		rows.push({ where: 'one n8n', what, measured });

	beforeAll(async () => {
		await host.start(0);
		await warmUp(host);
	}, 15 * 60_000);
	afterAll(async () => await host.stop(), 60_000);

	test('200 MB of attachments on one item go up without being held in memory', async () => {
		const measured = await host.uploadFromDisk('one item', largeFiles());
		note('200 MB of attachments on one item', measured);
		expect(measured.rise).toBeLessThan(0.75 * PAYLOAD);
	}, 180_000);

	test('50 executions at once keep their files apart, and fifty more take no more memory', async () => {
		const first = await host.postAll('load', fifty('first'));
		note('50 executions at once', first);
		expect(first.rise).toBeLessThan(FIFTY);
		if (!isWhole) return;
		const second = await host.postAll('load', fifty('second'));
		note('50 executions at once, again', second);
		expect(second.peaks[0] - first.peaks[0]).toBeLessThan(PAYLOAD / 2);
	}, 180_000);

	test('2,000 attachments on one item, as one batch', async () => {
		const measured = await host.uploadFromDisk('one item', smallFiles());
		note('2,000 files on one item, one batch', measured);
		expect(measured.rise).toBeLessThan(ITEMS);
	}, 180_000);

	test('many items, each a batch of its own', async () => {
		const measured = await host.uploadFromDisk('own batches', ownBatches());
		note('2,000 items, 2,000 batches', measured);
		expect(measured.rise).toBeLessThan(ITEMS);
	}, 180_000);
});

describe('queue mode: a main process and two workers, files in PostgreSQL', () => {
	const host = new LoadHost('e2e-load-queue');
	const note = (what: string, measured: Measured) =>
		rows.push({ where: 'queue mode', what, measured });

	beforeAll(async () => {
		await host.start(2);
		await warmUp(host);
	}, 15 * 60_000);
	afterAll(async () => await host.stop(), 60_000);

	test('200 MB of attachments on one item', async () => {
		const measured = await host.uploadFromDisk('one item', largeFiles());
		note('200 MB of attachments on one item', measured);
		expect(measured.rise).toBeLessThan(IN_DATABASE);
	}, 180_000);

	test('50 executions at once, shared by both workers', async () => {
		const before = host.taken;
		const measured = await host.postAll('load', fifty('queued'));
		note('50 executions at once', measured);
		expect(measured.rise).toBeLessThan(IN_DATABASE);
		const taken = host.taken.map((count, at) => count - before[at]);
		expect(taken[0] + taken[1]).toBe(50);
		expect(Math.min(...taken)).toBeGreaterThan(0);
	}, 180_000);

	testWhole?.(
		'2,000 attachments on one item, as one batch',
		async () => {
			const measured = await host.uploadFromDisk('one item', smallFiles());
			note('2,000 files on one item, one batch', measured);
			expect(measured.rise).toBeLessThan(ITEMS);
		},
		180_000,
	);
});
