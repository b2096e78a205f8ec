import * as fc from 'fast-check';

import { type DocFlowFile, isFinished } from '../../nodes/DocFlow/files/types';
import { readSince } from '../../nodes/DocFlow/trigger/window';
import { histories } from './runs';
import { type Course, type Order, World } from './world';

const SECOND = 1000;

const course: Course = { queue: 0, work: 0, end: 1, duration: 1, late: 0 };
const changed = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 60 });

test('every file that was there is met, however many change while they are read', async () => {
	const property = fc.asyncProperty(
		changed,
		fc.constantFrom<Order[]>('uploaded', 'updated', 'latest', 'shuffled'),
		fc.integer({ min: 2, max: 20 }),
		fc.array(
			fc.record({
				file: fc.nat(),
				how: fc.constantFrom('edit' as const, 'remove' as const, 'upload' as const),
			}),
			{ maxLength: 20 },
		),
		fc.integer({ min: -600, max: 600 }),
		async (seconds, order, maxPage, meanwhile, skew) => {
			const world = new World({
				order,
				maxPage,
				latency: 300,
				batchesToRead: 10,
				documents: 5000,
				answersInTime: 1000,
			});
			const start = world.now;
			for (const second of [...seconds].sort((a, b) => a - b)) {
				world.now = start + second * SECOND;
				world.upload('B', [course]);
			}
			world.now = start + 3_000 * SECOND;
			world.dateSkew = skew * 60 * SECOND;
			const there = world.files.slice();
			world.meanwhile = meanwhile.map(({ file, how }) => () => {
				if (how === 'upload') return world.upload('B', [course]);
				if (there.length > 0) world[how](there[file % there.length]);
			});
			const source = { page: world.page.bind(world), now: () => world.now, warn: () => undefined };
			const result = await readSince(source, {}, start, { isDue: isFinished }).catch(
				(error: Error) => error,
			);
			// More in one second than a page holds: it gives up rather than miss one.
			if (result instanceof Error)
				return expect(result.message).toMatch(/^Too many files change at once/);
			const met = new Set(result.files.map(({ id }: DocFlowFile) => id));
			expect(there.filter(({ id, deleted }) => !deleted && !met.has(id))).toEqual([]);
		},
	);
	await fc.assert(property, histories('the window', 1 / 2));
});

test('a window of 10,000 files takes little more requests than it has pages', async () => {
	const world = new World({
		order: 'shuffled',
		maxPage: 1000,
		latency: 0,
		batchesToRead: 10,
		documents: 5000,
		answersInTime: 1000,
	});
	const start = world.now;
	for (let at = 0; at < 10_000; at++) {
		world.now = start + Math.floor((at / 10_000) ** 2 * 900) * SECOND;
		world.upload('B', [course]);
	}
	const source = { page: world.page.bind(world), now: () => world.now, warn: () => undefined };
	const { files } = await readSince(source, {}, start, { isDue: isFinished });
	expect(new Set(files.map(({ id }) => id)).size).toBe(10_000);
	expect(world.requests).toBeLessThanOrEqual(25);
});

test.each([
	['names more files than it shows', 5, 3],
	['shows none of the files it names', 0, 5],
])('a server that %s makes the poll fail, not hang', async (_what, shown, total) => {
	const files = Array.from({ length: shown }, (_, at): DocFlowFile => ({
		id: String(at),
		name: '',
		recognition_status: 1,
	}));
	let requests = 0;
	const page = async () => {
		requests++;
		return { files, total: total + shown, time: Date.parse('2026-11-20T08:00:00Z') };
	};
	const reading = readSince(
		{ page, now: Date.now, warn: () => undefined },
		{},
		Date.parse('2026-11-20T07:30:00Z'),
		{ isDue: isFinished },
	);
	await expect(reading).rejects.toThrow('Too many files change at once');
	expect(requests).toBeLessThan(100);
});
