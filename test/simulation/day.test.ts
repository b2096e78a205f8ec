import { poll } from '../../nodes/DocFlow/trigger/poll';
import { LIMITS } from '../../nodes/DocFlow/trigger/state';
import { beginStock } from '../../nodes/DocFlow/trigger/stock';
import { takeStock } from '../../nodes/DocFlow/trigger/takeStock';
import { World } from './world';

const MINUTE = 60_000;
const BATCHES = 10_000;
const FILES = 3;

test('10,000 batches in a day: each fires once, and the state stays under 64 KB', async () => {
	const world = new World({
		order: 'uploaded',
		maxPage: 1000,
		latency: 20,
		batchesToRead: 10,
		documents: 5000,
		answersInTime: 1000,
	});
	const source = { page: world.page.bind(world), now: () => world.now, warn: () => undefined };
	const settings = {
		event: 'batchFinished' as const,
		settleMs: 0,
		maxBatches: 100,
		category: '',
		outcome: 'any' as const,
		verdict: 'any' as const,
	};
	const course = (batch: number) => ({
		queue: 1000 * (batch % 90),
		work: 20_000,
		end: batch % 50 === 0 ? (2 as const) : (1 as const),
		duration: 900 + batch,
		late: 0,
	});
	const begun = await beginStock(source, 'scope', LIMITS);
	let state = await takeStock(source, begun, settings, LIMITS);
	const counts = new Map<string, number>();
	let largest = 0;
	let uploaded = 0;
	for (let minute = 1; minute <= 24 * 60 + 10; minute++) {
		// Office hours: most of it comes in the morning.
		const share = Math.min(1, minute / (minute < 240 ? 360 : 1440) + (minute < 240 ? 0 : 1 / 2));
		for (; uploaded < BATCHES * share; uploaded++)
			world.upload(
				`2026112000000${uploaded}`,
				Array.from({ length: FILES }, () => course(uploaded)),
			);
		world.now += MINUTE;
		// A poll can't see what did not change for hours; leaving it out keeps the test fast.
		world.files = world.files.filter(({ started }) => started > world.now - 120 * MINUTE);
		const result = await poll(source, state, settings, LIMITS);
		state = result.state;
		largest = Math.max(largest, JSON.stringify(state).length);
		for (const { batchNumber, files } of result.fired) {
			expect(files.length).toBe(FILES);
			counts.set(batchNumber, (counts.get(batchNumber) ?? 0) + 1);
		}
	}
	expect(counts.size).toBe(BATCHES);
	expect([...counts.values()].filter((count) => count !== 1)).toEqual([]);
	expect(largest).toBeLessThan(64 * 1024);
}, 300_000);
