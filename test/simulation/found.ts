import type { Event, History } from './history';
import type { Course } from './world';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const quick: Course = { queue: 0, work: SECOND, end: 1, duration: 900, late: 0 };
const slow: Course = { ...quick, work: 20 * MINUTE };
const queued: Course = { ...quick, queue: 50 * MINUTE };
const late: Course = { ...quick, late: 4 * MINUTE };

const upload = (batch: number, ...courses: Course[]): Event => ({ kind: 'upload', batch, courses });
const wait = (ms: number): Event => ({ kind: 'wait', ms });
const several = (count: number): Course[] => Array.from({ length: count }, () => quick);

const usual: History = {
	host: 'memory',
	served: {
		order: 'uploaded',
		maxPage: 1000,
		latency: 50,
		batchesToRead: 10,
		documents: 5_000,
		answersInTime: 1_000,
	},
	settings: {
		event: 'batchFinished',
		settleMs: 0,
		maxBatches: 100,
		category: '',
		outcome: 'any',
		verdict: 'any',
	},
	before: [],
	meanwhile: [],
	events: [],
};
const { served, settings } = usual;

/** Histories that broke a promise once, as they shrank; rare ones, that few seeds meet. */
export const FOUND: Record<string, History> = {
	'a file comes to light late in a slice that was read in an earlier poll': {
		...usual,
		served: { ...served, maxPage: 5, documents: 4, answersInTime: 30 },
		before: [upload(1, quick, slow, quick, quick), upload(1, quick, queued, late, queued)],
		events: [
			{ kind: 'poll' },
			upload(0, quick, slow),
			wait(SECOND),
			upload(2, quick, { ...queued, late: 4 * MINUTE }),
			wait(SECOND),
			upload(0, { ...queued, work: 20 * MINUTE }, late),
			wait(6 * HOUR),
			upload(0, ...several(4)),
			wait(SECOND),
			upload(0, quick),
			upload(0, ...several(4)),
			{
				kind: 'poll',
				meanwhile: [{ kind: 'retry', file: 0, course: { ...quick, queue: 5 * SECOND } }],
			},
		],
	},
	'a batch can not be read, and another of its files changes': {
		...usual,
		served: { ...served, maxPage: 3, documents: 4 },
		settings: { ...settings, event: 'fileVerified' },
		before: [upload(0, ...several(4)), wait(40 * 24 * HOUR)],
		events: [
			{ kind: 'retry', file: 0, course: slow },
			{ kind: 'verify', file: 5, verdict: 2 },
			upload(0, quick),
			wait(3 * HOUR),
			{ kind: 'break', batches: [0] },
			{ kind: 'poll' },
			{ kind: 'poll', failAt: 0 },
		],
	},
	'a file is deleted, and others of its batch stay in sight': {
		...usual,
		settings: { ...settings, event: 'fileFinished' },
		events: [
			upload(0, quick, quick),
			{ kind: 'damage', what: 'version' },
			{ kind: 'delete', file: 0 },
		],
	},
	'files leave a list while it is read to its end': {
		...usual,
		served: { ...served, maxPage: 3, latency: 7 * SECOND },
		events: [
			upload(0, queued),
			{
				kind: 'poll',
				meanwhile: [
					{ kind: 'verify', file: 0, verdict: 2 },
					upload(
						1,
						...[2, 0, 2, 2].map((minutes) => ({ ...quick, queue: minutes * MINUTE + 7 * SECOND })),
					),
				],
			},
			upload(2, { ...quick, queue: 5 * HOUR }),
			{ kind: 'own', ms: 0 },
			{ kind: 'damage', what: 'version' },
			wait(SECOND),
		],
	},
	'the cursor is lost, and a verdict is unread that was given long before the latest update': {
		...usual,
		settings: { ...settings, event: 'fileVerified' },
		before: [upload(0, quick, quick), wait(MINUTE)],
		events: [
			{ kind: 'poll' },
			{ kind: 'verify', file: 0, verdict: 2 },
			wait(3 * HOUR),
			{ kind: 'edit', file: 1 },
			{ kind: 'damage', what: 'cursor' },
		],
	},
	'a file runs again while stock is taken anew of a batch that was read whole': {
		...usual,
		before: [upload(0, { ...quick, duration: 1000 }, quick, quick), wait(SECOND)],
		events: [
			{ kind: 'retry', file: 10, course: quick },
			{ kind: 'poll' },
			{ kind: 'retry', file: 0, course: { ...quick, duration: 1000 } },
			{ kind: 'damage', what: 'clocks' },
		],
	},
};
