import * as fc from 'fast-check';

import type { TriggerSettings } from '../../nodes/DocFlow/trigger/settings';
import { FOUND } from './found';
import type { Course, Order, Served } from './world';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Something that happens, in the service or around n8n. Files and batches are named by their place. */
export type Event =
	| { kind: 'wait'; ms: number }
	/** A poll. One request fails; after each request something happens `meanwhile`; another poll `overlaps` it. */
	| { kind: 'poll'; failAt?: number; meanwhile?: Event[]; overlaps?: boolean }
	| { kind: 'upload'; batch: number; courses: Course[] }
	| { kind: 'retry'; file: number; course: Course }
	| { kind: 'edit' | 'delete'; file: number }
	| { kind: 'verify'; file: number; verdict: 0 | 2 | 3 }
	/** n8n stops at once and comes back with what it saved last, or with an older copy of it. */
	| { kind: 'crash'; back: number }
	/** What n8n saved is damaged, in one place. */
	| { kind: 'damage'; what: (typeof PARTS)[number] }
	/** The clock of n8n's machine is set. */
	| { kind: 'own'; ms: number }
	/** The workflow is deactivated and activated again, which saves its state. */
	| { kind: 'restart' }
	| { kind: 'skew'; date: number; id: number }
	/** From now on these batches can't be read, to the end or to the next such event. */
	| { kind: 'break'; batches: number[] };

/** Parts of a state that can be damaged. */
const PARTS = [
	'version',
	'scope',
	'cursor',
	'clocks',
	'newest',
	'floor',
	'watched',
	'fired',
] as const;

/** How n8n keeps what a poll leaves. */
export type Host =
	/** In memory, saved when something fires: as by default. */
	| 'memory'
	/** Each poll begins from what was saved when something fired last: the durable scheduler. */
	| 'scheduler'
	/** Saved with each poll: its durable cursors. */
	| 'cursors';

/** One random life of a trigger. */
export interface History {
	host: Host;
	served: Served;
	settings: TriggerSettings;
	/** What happened before the workflow was activated, and after each request of its activation. */
	before: Event[];
	meanwhile: Event[];
	events: Event[];
}

const BATCHES = 5;

const duration = fc.constantFrom(900, 1000, 1100);
const course: fc.Arbitrary<Course> = fc.record({
	queue: fc.constantFrom(0, 5 * SECOND, 2 * MINUTE, 50 * MINUTE, 5 * 60 * MINUTE),
	work: fc.constantFrom(SECOND, 20 * SECOND, 3 * MINUTE, 20 * MINUTE),
	end: fc.constantFrom(1 as const, 1 as const, 2 as const, 10 as const),
	duration,
	late: fc.constantFrom(0, 0, 0, 90 * SECOND, 4 * MINUTE),
	children: fc.constantFrom(undefined, undefined, undefined, 'untold' as const, 'later' as const),
});
const place = fc.nat({ max: 30 });
const wait = fc.constantFrom(
	SECOND,
	20 * SECOND,
	MINUTE,
	4 * MINUTE,
	20 * MINUTE,
	3 * 60 * MINUTE,
	40 * 24 * 60 * MINUTE,
);
const skew = fc.integer({ min: -10, max: 10 }).map((minutes) => minutes * MINUTE);
const HOUR = 60 * MINUTE;
const gateway = fc.oneof(
	skew,
	fc.constantFrom(0, 20 * MINUTE, HOUR, 3 * HOUR, 8 * HOUR, -20 * MINUTE, -8 * HOUR),
);
const upload = fc.record({
	kind: fc.constant('upload' as const),
	batch: fc.nat({ max: BATCHES }),
	courses: fc.array(course, { minLength: 1, maxLength: 4 }),
});
const touch = fc.record({ kind: fc.constantFrom('edit' as const, 'delete' as const), file: place });
const edit = fc.record({ kind: fc.constant('edit' as const), file: place });

const verify = fc.record({
	kind: fc.constant('verify' as const),
	file: place,
	verdict: fc.constantFrom(2 as const, 2 as const, 3 as const, 0 as const),
});
const retry = fc.record({ kind: fc.constant('retry' as const), file: place, course });
const meanwhile: fc.Arbitrary<Event[]> = fc.array(fc.oneof(edit, verify, touch, retry, upload), {
	maxLength: 4,
});
const poll = fc.constant({ kind: 'poll' as const });
const busyPoll = fc.record({ kind: fc.constant('poll' as const), meanwhile });

const damage = fc.record({
	kind: fc.constant('damage' as const),
	what: fc.constantFrom(...PARTS),
});

const life: fc.Arbitrary<Event> = fc.oneof(
	{ weight: 5, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: wait }) },
	{ weight: 7, arbitrary: poll },
	{ weight: 2, arbitrary: busyPoll },
	{
		weight: 2,
		arbitrary: fc.record({ kind: fc.constant('poll' as const), failAt: fc.nat({ max: 12 }) }),
	},
	{ weight: 5, arbitrary: upload },
	{ weight: 2, arbitrary: retry },
	{ weight: 2, arbitrary: edit },
	{ weight: 4, arbitrary: verify },
	{
		weight: 1,
		arbitrary: fc.record({ kind: fc.constant('poll' as const), overlaps: fc.constant(true) }),
	},
	{ weight: 1, arbitrary: damage },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('own' as const),
			ms: fc.constantFrom(-8 * HOUR, -HOUR, 0, HOUR, 8 * HOUR),
		}),
	},
	{ weight: 1, arbitrary: touch },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('crash' as const),
			back: fc.constantFrom(0, 0, 1, 3),
		}),
	},
	{ weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
	{
		weight: 1,
		arbitrary: fc.record({ kind: fc.constant('skew' as const), date: gateway, id: skew }),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('break' as const),
			batches: fc.subarray([0, 1, 2, 3, 4]),
		}),
	},
);

const past: fc.Arbitrary<Event> = fc.oneof(
	upload,
	edit,
	verify,
	fc.record({ kind: fc.constant('skew' as const), date: gateway, id: fc.constant(0) }),
	fc.record({ kind: fc.constant('wait' as const), ms: wait }),
);

const burst = (maxLength: number) =>
	fc.array(fc.oneof(upload, fc.constant({ kind: 'wait' as const, ms: SECOND })), {
		minLength: 3,
		maxLength,
	});

/** n8n is down for hours while many files come close together, and comes back in the middle of others. */
const downtime: fc.Arbitrary<Event[]> = fc
	.tuple(burst(16), burst(6), busyPoll)
	.map(([missed, moving, back]) => [
		{ kind: 'poll' },
		...missed,
		{ kind: 'wait', ms: 6 * 60 * MINUTE },
		...moving,
		back,
	]);

/** All is finished; then a person gives a verdict, takes it back and gives one again, while n8n goes on. */
const secondThoughts: fc.Arbitrary<Event[]> = fc
	.record({
		uploads: fc.array(upload, { minLength: 1, maxLength: 3 }),
		file: place,
		verdicts: fc.array(fc.constantFrom(2 as const, 0 as const, 3 as const), {
			minLength: 3,
			maxLength: 8,
		}),
		between: fc.array(fc.oneof({ weight: 3, arbitrary: poll }, life), {
			minLength: 8,
			maxLength: 8,
		}),
	})
	.map(({ uploads, file, verdicts, between }): Event[] => [
		...uploads,
		{ kind: 'wait', ms: 6 * HOUR },
		...verdicts.flatMap((verdict, at): Event[] => [{ kind: 'verify', file, verdict }, between[at]]),
	]);

/** n8n is down for weeks, has more to catch up with than one poll gives out, and goes on. */
const absence: fc.Arbitrary<Event[]> = fc
	.tuple(
		fc.array(upload, { minLength: 2, maxLength: 4 }),
		fc.array(upload, { minLength: 2, maxLength: 4 }),
	)
	.map(([missed, later]): Event[] => [
		...missed,
		{ kind: 'wait', ms: 40 * 24 * HOUR },
		{ kind: 'poll' },
		{ kind: 'poll' },
		{ kind: 'poll' },
		...later,
	]);

/** What n8n saved is damaged, once or twice, while files finish. */
const damages: fc.Arbitrary<Event[]> = fc
	.array(
		fc.tuple(
			upload,
			fc.array(life, { maxLength: 5 }),
			poll,
			wait.map((ms): Event => ({ kind: 'wait', ms })),
			damage,
		),
		{ minLength: 1, maxLength: 2 },
	)
	.chain((parts) => fc.array(life, { maxLength: 4 }).map((after) => [...parts.flat(2), ...after]));

/** What may happen once the workflow is active. */
const COURSES = {
	usual: fc.array(life, { minLength: 1, maxLength: 40 }),
	downtime,
	secondThoughts,
	absence,
	damages,
};
export type CourseName = keyof typeof COURSES | 'found';

const lives = (events: fc.Arbitrary<Event[]>): fc.Arbitrary<History> =>
	fc
		.record({
			host: fc.constantFrom<Host[]>('memory', 'scheduler', 'cursors'),
			served: fc.record({
				order: fc.constantFrom<Order[]>('uploaded', 'updated', 'latest', 'shuffled'),
				maxPage: fc.constantFrom(1000, 5, 3),
				latency: fc.constantFrom(50, SECOND, 7 * SECOND),
				batchesToRead: fc.constantFrom(10, 1, 0),
				documents: fc.constantFrom(5_000, 4, 0),
				answersInTime: fc.constantFrom(1_000, 1_000, 30),
			}),
			settings: fc.record({
				event: fc.constantFrom(
					'batchFinished' as const,
					'batchFinished' as const,
					'fileFinished' as const,
					'fileVerified' as const,
				),
				settleMs: fc.constantFrom(0, 0, 5 * MINUTE),
				maxBatches: fc.constantFrom(100, 2, 1),
				category: fc.constant(''),
				outcome: fc.constant('any' as const),
				verdict: fc.constant('any' as const),
			}),
			before: fc.array(past, { maxLength: 8 }),
			meanwhile: fc.oneof(
				{ weight: 4, arbitrary: fc.constant<Event[]>([]) },
				{ weight: 1, arbitrary: meanwhile },
			),
			events,
		})
		.map(withOneClockAhead);

const isSkew = (event: Event) => event.kind === 'skew' && event.date !== 0;

/**
 * Where the gateway's clock is off, that of n8n is only ever put back: two clocks that are set ahead together look like
 * time that has passed.
 */
function withOneClockAhead(one: History): History {
	if (![...one.before, ...one.events].some(isSkew)) return one;
	let least = 0;
	const events = one.events.map((event): Event =>
		event.kind === 'own' ? { ...event, ms: (least = Math.min(least, event.ms)) } : event,
	);
	return { ...one, events };
}

/** Random histories of one course; a failing one shrinks to few events. Or those that were found. */
export const historyOf = (name: CourseName): fc.Arbitrary<History> =>
	name === 'found' ? fc.constantFrom(...Object.values(FOUND)) : lives(COURSES[name]);

/** Random histories of every course; long absences are among the usual ones, too. */
export const history = lives(
	fc.oneof(
		{ weight: 9, arbitrary: COURSES.usual },
		{ weight: 1, arbitrary: COURSES.downtime },
		{ weight: 1, arbitrary: COURSES.secondThoughts },
		{ weight: 1, arbitrary: COURSES.damages },
	),
);

/** The same history, but every clock is right, every record comes to light at once, and a poll has time for all. */
export function punctual(history: History): History {
	const course = (one: Course): Course => ({ ...one, late: 0 });
	const calm = (event: Event): Event => {
		if (event.kind === 'skew') return { ...event, date: 0, id: 0 };
		if (event.kind === 'own') return { ...event, ms: 0 };
		if (event.kind === 'upload') return { ...event, courses: event.courses.map(course) };
		if (event.kind === 'poll') return { ...event, meanwhile: event.meanwhile?.map(calm) };
		return event;
	};
	return {
		...history,
		served: { ...history.served, answersInTime: 1_000 },
		before: history.before.map(calm),
		meanwhile: history.meanwhile.map(calm),
		events: history.events.map(calm),
	};
}
