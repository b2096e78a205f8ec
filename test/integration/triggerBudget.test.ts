import { NOTHING } from '../../sandbox/service/extract';
import { newFile, verify } from '../../sandbox/service/store';
import { type Scene, startScene } from '../simulation/node';
import { isNightly } from '../support/nightly';
import { trigger } from '../support/poll';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const FILES = isNightly ? 100_000 : 10_000;
/** As many come in an hour. */
const FILES_AN_HOUR = 4_000;
const IN_A_BATCH = 100;
/** n8n's time for a poll with its durable scheduler. */
const BUDGET_MS = 36 * SECOND;
/** So long an answer takes here, and passes on the clock only. */
const ANSWER_MS = 2 * SECOND;

let scene: Scene;

beforeEach(async () => {
	scene = await startScene('shuffled', 1000);
	scene.clock.now = Date.parse('2026-11-20T08:00:00Z');
	jest.spyOn(Date, 'now').mockImplementation(scene.now);
});
afterEach(async () => {
	jest.restoreAllMocks();
	await scene.sandbox.close();
});

/** Files that came one after the other in a time that ends now, batch by batch. */
function add(count: number, during: number, name: string): void {
	const { workspaceId } = scene.sandbox.credential;
	const end = scene.now();
	for (let at = 0; at < count; at++) {
		const batch = `${name} ${Math.floor(at / IN_A_BATCH)}`;
		const place = { batch, workspace: workspaceId, name: `${name}-${at}.pdf`, format: 'pdf' };
		const created = Math.floor(end - during + (during * at) / count);
		const file = { ...place, sha256: '', bytes: 1, created, query: {}, content: NOTHING };
		scene.sandbox.files.push(newFile(file));
	}
}

/** A published trigger of n8n's durable scheduler. */
function published(event: string) {
	const { sandbox } = scene;
	const parameters = { event, output: 'simplified', options: { maxBatchesPerPoll: 10_000 } };
	const credential = { ...sandbox.credential, baseUrl: sandbox.url };
	const node = trigger(parameters, credential, { getPollBudgetMs: () => BUDGET_MS });
	return {
		node,
		/** One poll, a minute after the last one. Returns the names of what fires. */
		async poll(): Promise<unknown[]> {
			scene.clock.now += MINUTE;
			const before = scene.now();
			const items = await node.poll();
			// The last answer may have been asked for just in time.
			expect(scene.now() - before).toBeLessThanOrEqual(BUDGET_MS + ANSWER_MS);
			return items.map(({ json }) => json.file_name);
		},
		isTakingStock: () => node.save().includes('"stock"'),
	};
}

test.each(['batchFinished', 'fileFinished', 'fileVerified'])(
	'%s: stock of a large workspace is taken within the time of a few polls, and nothing in it fires',
	async (event) => {
		add(FILES, 300 * DAY, 'old');
		for (const file of scene.sandbox.files) verify(file, 2, file.started + DAY / 2);
		const { poll, isTakingStock } = published(event);
		let polls = 0;
		do expect(await poll()).toEqual([]);
		while (isTakingStock() && ++polls < 12);
		expect(isTakingStock()).toBe(false);
		expect(await poll()).toEqual([]);
	},
	300_000,
);

test.each(['batchFinished', 'fileFinished'])(
	'%s: what finished while n8n was down comes in slices, each file once',
	async (event) => {
		add(10, HOUR, 'old');
		const { poll } = published(event);
		await poll();
		const during = (FILES / FILES_AN_HOUR) * HOUR;
		scene.clock.now += during;
		add(FILES, during - HOUR, 'new');
		scene.clock.now += 10 * MINUTE;
		const counts = new Map<unknown, number>();
		for (let polls = 0; counts.size < FILES && polls < FILES / 500; polls++)
			for (const name of await poll()) counts.set(name, (counts.get(name) ?? 0) + 1);
		expect(counts.size).toBe(FILES);
		// What the last slices share with the next window is known.
		for (const _again of [1, 2]) expect(await poll()).toEqual([]);
		expect([...counts.values()].every((count) => count === 1)).toBe(true);
	},
	600_000,
);
