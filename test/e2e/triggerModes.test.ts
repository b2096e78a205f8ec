import { isNightly } from '../support/nightly';
import { TriggerHost } from './triggerHost';
import { countFired, type Kept, writeTriggerReport } from './triggerReport';
import { expectRows, rowsOf, type Upload } from './uploads';

/** n8n's durable scheduler, which looks for work more often here than once in five seconds. */
const SCHEDULER = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	N8N_SCHEDULER_EXECUTOR_INTERVAL: '1',
	N8N_SCHEDULER_MATERIALIZATION_INTERVAL: '1',
};

const MODES: Array<[string, NodeJS.ProcessEnv]> = [
	['durable scheduler', SCHEDULER],
	['durable scheduler with cursors', { ...SCHEDULER, N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true' }],
	['in memory', {}],
];
const PROMISES = {
	first: 'it was just published',
	quiet: 'it polls',
	overlap: 'polls overlap, since answers are slow',
	kill: 'n8n is killed and started again',
	unpublished: 'it is not published',
	renamed: 'its node is renamed',
} as const;
/** Polls that a batch may take to come. */
const PATIENCE = 10;

const kept: Kept[] = [];
afterAll(() => {
	const modes = MODES.map(([mode]) => mode);
	writeTriggerReport(kept, modes, Object.values(PROMISES));
});

// Each mode takes more than a minute; at a push the one that hands a poll the oldest memory speaks for all.
describe.each(isNightly ? MODES : MODES.slice(0, 1))('polled each second, %s', (mode, settings) => {
	const host = new TriggerHost(`e2e-modes-${mode.replaceAll(' ', '-')}`, settings);
	const fired: Upload[] = [];
	let id: string;

	beforeAll(async () => await host.start(), 15 * 60_000);
	afterAll(async () => await host.stop());

	/** A batch that is in work, and its number. */
	async function inWork(name: string): Promise<{ upload: Upload; batch: string }> {
		const upload = host.make(name);
		return { upload, batch: await host.upload(upload) };
	}

	/** Every batch comes, and comes once. */
	async function expectFired(promise: string, ...batches: Upload[]): Promise<void> {
		fired.push(...batches);
		const wanted = rowsOf(fired).length;
		for (let poll = 0; poll < PATIENCE && host.rows('modes').length < wanted; poll++)
			await host.docFlow.polls(1);
		await host.docFlow.polls(3);
		kept.push({ mode, promise, ...countFired(host.rows('modes'), batches) });
		expectRows(host.rows('modes'), fired);
	}

	test('what finishes in the first moment after publishing fires, once', async () => {
		const [one, two] = [await inWork('first'), await inWork('second')];
		id = await host.saveTrigger('modes');
		await host.n8n.rest.publish(id);
		host.docFlow.finish(one.batch, two.batch);
		await expectFired(PROMISES.first, one.upload, two.upload);
	}, 120_000);

	test('so does what comes later', async () => {
		const one = await inWork('quiet');
		host.docFlow.finish(one.batch);
		const two = await inWork('next');
		await host.docFlow.polls(2);
		host.docFlow.finish(two.batch);
		await expectFired(PROMISES.quiet, one.upload, two.upload);
	}, 120_000);

	test('polls that overlap, since answers are slow, give a batch once', async () => {
		const [one, two] = [await inWork('slow'), await inWork('slower')];
		await host.docFlow.polls(1);
		host.docFlow.slowDown(6, 3000);
		host.docFlow.finish(one.batch, two.batch);
		await host.docFlow.polls(8);
		await expectFired(PROMISES.overlap, one.upload, two.upload);
		const all = await host.n8n.rest.executions(id);
		expect(all.map(({ status }) => status)).toEqual(all.map(() => 'success'));
	}, 120_000);

	test('killed and started again, it loses and repeats nothing', async () => {
		const [seen, later] = [await inWork('seen'), await inWork('later')];
		await host.docFlow.polls(2);
		await host.n8n.kill();
		host.docFlow.finish(seen.batch);
		await host.restart();
		await host.docFlow.polls(2);
		host.docFlow.finish(later.batch);
		await expectFired(PROMISES.kill, seen.upload, later.upload);
	}, 120_000);

	test('published again, it gives what finished meanwhile', async () => {
		const before = await inWork('before');
		await host.docFlow.polls(2);
		await host.n8n.rest.unpublish(id);
		const meanwhile = await inWork('meanwhile');
		host.docFlow.finish(before.batch, meanwhile.batch);
		await host.n8n.rest.publish(id);
		await expectFired(PROMISES.unpublished, before.upload, meanwhile.upload);
	}, 120_000);

	test('renamed, it goes on', async () => {
		const before = await inWork('as-before');
		await host.docFlow.polls(2);
		await host.n8n.rest.unpublish(id);
		const meanwhile = await inWork('renamed');
		host.docFlow.finish(before.batch, meanwhile.batch);
		await host.n8n.rest.publish(await host.saveTrigger('modes', {}, 'Invoices are ready'));
		await expectFired(PROMISES.renamed, before.upload, meanwhile.upload);
	}, 120_000);
});
