import { queueSettings, startRedis, startWorker } from './queue';
import { TriggerHost } from './triggerHost';
import { expectRows, type Upload } from './uploads';

const running: Array<{ stop(): Promise<void> }> = [];
let host: TriggerHost;

beforeAll(async () => {
	const redis = await startRedis();
	running.push(redis);
	host = new TriggerHost('e2e-queue', queueSettings(redis.port));
	await host.start();
	running.push(host);
	for (const number of [1, 2])
		running.push(await startWorker(host.home, number, queueSettings(redis.port)));
}, 15 * 60_000);

afterAll(async () => {
	for (const one of running.reverse()) await one.stop();
}, 60_000);

test('in queue mode the trigger polls in the main process, and workers write its rows, once', async () => {
	const id = await host.saveTrigger('queued');
	await host.n8n.rest.publish(id);
	const fired: Upload[] = [];
	for (const name of ['first', 'second', 'third']) {
		const upload = host.make(name);
		host.docFlow.finish(await host.upload(upload));
		fired.push(upload);
		await host.executions(id, fired.length);
		await host.docFlow.polls(2);
		expect(await host.executions(id, fired.length)).toEqual(Array(fired.length).fill('success'));
		expectRows(host.rows('queued'), fired);
	}
});

test('a main process that is killed and comes back loses nothing and repeats nothing', async () => {
	const id = await host.saveTrigger('killed');
	await host.n8n.rest.publish(id);
	const [before, after] = [host.make('before'), host.make('after')];
	host.docFlow.finish(await host.upload(before));
	await host.executions(id, 1);
	const batch = await host.upload(after);
	await host.docFlow.polls(1);
	await host.n8n.kill();
	host.docFlow.finish(batch);
	await host.restart();
	await host.executions(id, 2);
	await host.docFlow.polls(2);
	expectRows(host.rows('killed'), [before, after]);
});
