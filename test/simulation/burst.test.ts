import { rememberedRuns } from '../../nodes/DocFlow/trigger/firedRuns';
import { poll } from '../../nodes/DocFlow/trigger/poll';
import { LIMITS } from '../../nodes/DocFlow/trigger/state';
import { beginStock } from '../../nodes/DocFlow/trigger/stock';
import { takeStock } from '../../nodes/DocFlow/trigger/takeStock';
import type { Step } from '../../nodes/DocFlow/trigger/time';
import { World } from './world';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** As many as the memory has room for. */
const FILES = 5_500;
const IN_A_BATCH = 50;
/** Answers that come in a poll, at two seconds each. */
const ANSWERS = 11;
const POLLS = 40;

// The memory as it is, filled to its edge, and a window that is read in slices by several polls.
test.each(['batchFinished', 'fileFinished', 'fileVerified'] as const)(
	'%s: as many as are remembered come within minutes, are read in slices and touched again, and fire once',
	async (event) => {
		const world = new World({
			order: 'updated',
			maxPage: 1000,
			latency: 20,
			batchesToRead: 10,
			documents: 5000,
			answersInTime: ANSWERS,
		});
		const source = { page: world.page.bind(world), now: () => world.now, warn: () => undefined };
		const settings = {
			event,
			settleMs: 0,
			maxBatches: 10_000,
			category: '',
			outcome: 'any' as const,
			verdict: 'any' as const,
		};
		const course = { queue: 0, work: SECOND, end: 1 as const, duration: 900, late: 0 };
		world.upload('before', [course]);
		world.now += MINUTE;
		const begun = await beginStock(source, 'scope', LIMITS);
		let state = await takeStock(source, begun, settings, LIMITS);
		const first = world.files.length;
		for (let at = 0; at < FILES; at++) {
			world.now += Math.floor((5 * MINUTE) / FILES);
			world.upload(`B${Math.floor(at / IN_A_BATCH)}`, [course]);
		}
		world.now += MINUTE;
		const files = world.files.slice(first);
		if (event === 'fileVerified') for (const file of files) world.verify(file, 2);
		const counts = new Map<string, number>();
		for (let number = 0; number < POLLS; number++) {
			const end = world.requests + ANSWERS;
			const hasTime = (step: Step) => step === 'give' || world.requests < end;
			const result = await poll(source, state, settings, LIMITS, hasTime);
			({ state } = result);
			for (const { id } of result.fired.flatMap((one) => one.files))
				counts.set(id, (counts.get(id) ?? 0) + 1);
			world.now += MINUTE;
			// People correct some of them.
			if (number > POLLS / 2)
				for (const file of files.slice(number * 10, number * 20)) world.edit(file);
		}
		expect(counts.size).toBe(FILES);
		expect([...counts.values()].filter((count) => count !== 1)).toEqual([]);
		expect(rememberedRuns(state).size).toBeGreaterThanOrEqual(FILES);
	},
	120_000,
);
