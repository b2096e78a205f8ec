import { isNightly } from '../support/nightly';
import { TriggerHost } from './triggerHost';
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
	['by the scheduler', SCHEDULER],
	['by the scheduler with cursors', { ...SCHEDULER, N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true' }],
	['in memory', {}],
];

// Each mode takes more than a minute; at a push the one that hands a poll the oldest memory speaks for all.
describe.each(isNightly ? MODES : MODES.slice(0, 1))('polled %s, each second', (mode, settings) => {
	const host = new TriggerHost(`e2e-modes-${mode.replaceAll(' ', '-')}`, settings);
	const fired: Upload[] = [];
	let id: string;

	beforeAll(async () => await host.start(), 15 * 60_000);
	afterAll(async () => await host.stop());

	/** Every batch comes, and comes once. */
	async function expectFired(): Promise<void> {
		await host.written('modes', rowsOf(fired).length);
		await host.docFlow.polls(3);
		expectRows(host.rows('modes'), fired);
	}

	async function finished(name: string): Promise<void> {
		const upload = host.make(name);
		host.docFlow.finish(await host.upload(upload));
		fired.push(upload);
	}

	test('what finishes in the first moment after publishing fires, once', async () => {
		id = await host.saveTrigger('modes');
		await host.n8n.rest.publish(id);
		await finished('first');
		await expectFired();
		await finished('second');
		await expectFired();
	});

	test('polls that overlap, since answers are slow, give a batch once', async () => {
		const slow = host.make('slow');
		const batch = await host.upload(slow);
		await host.docFlow.polls(1);
		host.docFlow.slowDown(6, 3000);
		host.docFlow.finish(batch);
		fired.push(slow);
		await host.docFlow.polls(8);
		await expectFired();
		expect(await host.executions(id, fired.length)).toEqual(fired.map(() => 'success'));
	});

	test('killed and started again, it loses and repeats nothing', async () => {
		const seen = host.make('seen');
		const batch = await host.upload(seen);
		await host.docFlow.polls(2);
		await host.n8n.kill();
		host.docFlow.finish(batch);
		fired.push(seen);
		await host.restart();
		await expectFired();
	});

	test('renamed and published again, it gives what finished meanwhile', async () => {
		await host.n8n.rest.unpublish(id);
		await finished('meanwhile');
		await host.n8n.rest.publish(await host.saveTrigger('modes', {}, 'Invoices are ready'));
		await expectFired();
	});
});
