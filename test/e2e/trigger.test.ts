import { TriggerHost } from './triggerHost';
import { expectRows, rowsOf, samples, type Upload } from './uploads';

const host = new TriggerHost('e2e-trigger');

beforeAll(async () => await host.start(), 15 * 60_000);
afterAll(async () => await host.stop());

describe('a test run in the editor', () => {
	const run = async () =>
		await host.n8n.rest.runWorkflow(await host.saveTrigger('test'), 'DocFlow Trigger');

	test('says what to do while no batch is finished', async () => {
		const { status, data } = await run();
		expect(status).toBe('error');
		expect(data).toContain('There is no finished batch in this workspace to show yet');
	});

	test('gives the newest finished batch', async () => {
		host.docFlow.finish(await host.upload(host.make('older')));
		const newer = host.make('newer');
		host.docFlow.finish(await host.upload(newer));
		await host.upload(host.make('in-work'));
		expect((await run()).status).toBe('success');
		expectRows(host.rows('test'), [newer]);
	});
});

describe('a published workflow', () => {
	const fired: Upload[] = [];
	let id: string;

	/** Waits until everything that is to come has come, and compares all rows so far. */
	async function expectFired(executions: number): Promise<void> {
		await host.executions(id, executions);
		await host.docFlow.polls(2);
		expect(await host.executions(id, executions)).toEqual(Array(executions).fill('success'));
		expectRows(host.rows('published'), fired);
	}

	test('emits nothing that was finished before, and a batch in work once it is finished', async () => {
		const waiting = host.make('waiting');
		const batch = await host.upload(waiting);
		id = await host.saveTrigger('published');
		await host.n8n.rest.publish(id);
		await host.docFlow.polls(2);
		expectRows(host.rows('published'), []);
		host.docFlow.finish(batch);
		fired.push(waiting);
		await expectFired(1);
	});

	test('emits every batch once, whether one or more finish between two polls', async () => {
		const [one, two] = [host.make('one'), host.make('two')];
		const [first, second, third] = [
			await host.upload(samples),
			await host.upload(one),
			await host.upload(two),
		];
		host.docFlow.finish(first);
		fired.push(samples);
		await expectFired(2);
		host.docFlow.finish(second, third);
		fired.push(one, two);
		await expectFired(3);
	});

	test('emits nothing when a person confirms documents', async () => {
		host.docFlow.confirm(...host.docFlow.batches);
		await expectFired(3);
	});

	test('emits what was uploaded or finished while it was not published', async () => {
		const [before, between] = [host.make('before'), host.make('between')];
		const batch = await host.upload(before);
		await host.docFlow.polls(2);
		await host.n8n.rest.unpublish(id);
		host.docFlow.finish(batch, await host.upload(between));
		await host.n8n.rest.publish(id);
		fired.push(before, between);
		await expectFired(4);
	});

	test('loses nothing and repeats nothing when n8n is killed while batches are in work', async () => {
		const [done, seen, unseen] = [host.make('done'), host.make('seen'), host.make('unseen')];
		const [doneBatch, seenBatch] = [await host.upload(done), await host.upload(seen)];
		host.docFlow.finish(doneBatch);
		fired.push(done);
		await expectFired(5);
		const unseenBatch = await host.upload(unseen);
		await host.n8n.kill();
		host.docFlow.finish(seenBatch);
		await host.restart();
		fired.push(seen);
		await expectFired(6);
		host.docFlow.finish(unseenBatch);
		fired.push(unseen);
		await expectFired(7);
	});

	test('does not repeat a batch whose rows were just written when n8n was killed', async () => {
		const late = host.make('late');
		fired.push(late);
		host.docFlow.finish(await host.upload(late));
		await host.written('published', rowsOf(fired).length);
		await host.n8n.kill();
		await host.restart();
		await host.docFlow.polls(2);
		expectRows(host.rows('published'), fired);
	});

	test('emits a batch once when answers are so slow that polls overlap', async () => {
		const slow = host.make('slow');
		const batch = await host.upload(slow);
		await host.docFlow.polls(1);
		host.docFlow.slowDown(4, 3000);
		host.docFlow.finish(batch);
		fired.push(slow);
		await host.docFlow.polls(5);
		expectRows(host.rows('published'), fired);
	});

	test('emits what a poll had just found when the workflow is published anew under it', async () => {
		const caught = host.make('caught');
		const batch = await host.upload(caught);
		await host.docFlow.polls(1);
		host.docFlow.finish(batch);
		host.docFlow.slowDown(1, 6000);
		await host.docFlow.polls(0);
		await host.n8n.rest.unpublish(id);
		await host.n8n.rest.publish(id);
		fired.push(caught);
		await host.docFlow.polls(5);
		expectRows(host.rows('published'), fired);
	});

	test('takes stock at once when it is published anew with other filters while a poll hangs', async () => {
		await host.n8n.rest.unpublish(id);
		await host.n8n.rest.publish(await host.saveTrigger('anew'));
		host.docFlow.slowDown(1, 10_000);
		await host.docFlow.polls(0);
		await host.n8n.rest.publish(
			await host.saveTrigger('anew', { filters: { outcome: 'allSucceeded' } }),
		);
		const after = host.make('after');
		host.docFlow.finish(await host.upload(after));
		await host.docFlow.polls(4);
		expectRows(host.rows('anew'), [after]);
	});
});
