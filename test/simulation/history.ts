import * as fc from 'fast-check';

import type { TriggerSettings } from '../../nodes/DocFlow/trigger/settings';
import type { Course, Order, Served } from './world';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Something that happens, in the service or around n8n. Files and batches are named by their place. */
export type Event =
	| { kind: 'wait'; ms: number }
	/** A poll. One request fails; after each request something happens `meanwhile`. */
	| { kind: 'poll'; failAt?: number; meanwhile?: Event[] }
	| { kind: 'upload'; batch: number; courses: Course[] }
	| { kind: 'retry'; file: number; course: Course }
	| { kind: 'edit' | 'delete'; file: number }
	/** n8n stops at once and comes back with what it saved last, or with an older copy of it. */
	| { kind: 'crash'; back: number }
	/** The workflow is deactivated and activated again, which saves its state. */
	| { kind: 'restart' }
	| { kind: 'skew'; date: number; id: number }
	/** From now on these batches can't be read, to the end or to the next such event. */
	| { kind: 'break'; batches: number[] };

/** One random life of a trigger. */
export interface History {
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
const upload = fc.record({
	kind: fc.constant('upload' as const),
	batch: fc.nat({ max: BATCHES }),
	courses: fc.array(course, { minLength: 1, maxLength: 4 }),
});
const touch = fc.record({ kind: fc.constantFrom('edit' as const, 'delete' as const), file: place });
const edit = fc.record({ kind: fc.constant('edit' as const), file: place });

const retry = fc.record({ kind: fc.constant('retry' as const), file: place, course });
const meanwhile: fc.Arbitrary<Event[]> = fc.array(fc.oneof(edit, touch, retry, upload), {
	maxLength: 4,
});
const poll = fc.constant({ kind: 'poll' as const });
const busyPoll = fc.record({ kind: fc.constant('poll' as const), meanwhile });

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
	{ weight: 1, arbitrary: touch },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('crash' as const),
			back: fc.constantFrom(0, 0, 1, 3),
		}),
	},
	{ weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('skew' as const), date: skew, id: skew }) },
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

/** Random histories; a failing one shrinks to few events. */
export const history: fc.Arbitrary<History> = fc.record({
	served: fc.record({
		order: fc.constantFrom<Order[]>('uploaded', 'updated', 'latest', 'shuffled'),
		maxPage: fc.constantFrom(1000, 5, 3),
		latency: fc.constantFrom(50, SECOND, 7 * SECOND),
	}),
	settings: fc.record({
		event: fc.constantFrom(
			'batchFinished' as const,
			'batchFinished' as const,
			'fileFinished' as const,
		),
		settleMs: fc.constantFrom(0, 0, 5 * MINUTE),
		maxBatches: fc.constantFrom(100, 2, 1),
		category: fc.constant(''),
		outcome: fc.constant('any' as const),
	}),
	before: fc.array(past, { maxLength: 8 }),
	meanwhile: fc.oneof(
		{ weight: 4, arbitrary: fc.constant<Event[]>([]) },
		{ weight: 1, arbitrary: meanwhile },
	),
	events: fc.oneof(
		{ weight: 9, arbitrary: fc.array(life, { minLength: 1, maxLength: 40 }) },
		{ weight: 1, arbitrary: downtime },
	),
});

/** The same history, but every clock is right and every record comes to light at once. */
export function punctual(history: History): History {
	const course = (one: Course): Course => ({ ...one, late: 0 });
	const calm = (event: Event): Event => {
		if (event.kind === 'skew') return { ...event, date: 0, id: 0 };
		if (event.kind === 'upload') return { ...event, courses: event.courses.map(course) };
		if (event.kind === 'poll') return { ...event, meanwhile: event.meanwhile?.map(calm) };
		return event;
	};
	return {
		...history,
		before: history.before.map(calm),
		meanwhile: history.meanwhile.map(calm),
		events: history.events.map(calm),
	};
}
