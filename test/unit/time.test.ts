import { DateTime } from 'luxon';

import { readDate } from '../../nodes/DocFlow/parameters/time';
import { context } from '../support/n8n';

const field = { displayName: 'Updated After', name: 'startTime' };

/** What the field gives for each value in a workflow of a zone. */
function readAll(values: string[], zone: string): Array<string | undefined> {
	const parameters = {
		resource: 'file',
		operation: 'fetch',
		filters: { startTime: '={{ $json.time }}' },
	};
	const items = values.map((time) => ({ json: { time } }));
	const node = Object.assign(context({ parameters, credential: {}, items }), {
		getTimezone: () => zone,
	});
	return values.map((_value, item) => readDate(node, item, field, 'filters'));
}

const read = (value: string) => {
	const parameters = { resource: 'file', operation: 'fetch', filters: { startTime: value } };
	const node = Object.assign(context({ parameters, credential: {} }), { getTimezone: () => 'UTC' });
	return readDate(node, 0, field, 'filters');
};

test.each([
	['2026-09-15', '2026-09-15T00:00:00Z'],
	['2026-09-15 08:30', '2026-09-15T08:30:00Z'],
	['2026-09-15T08:30:15.250', '2026-09-15T08:30:15.250Z'],
	['2026-09-15T08:00:00+02:00', '2026-09-15T06:00:00Z'],
	['2026-09-15T08:00:00 -0530', '2026-09-15T13:30:00Z'],
	['2026-09-15T08:00:00+02', '2026-09-15T06:00:00Z'],
	['2026-09-15T08:00:00z', '2026-09-15T08:00:00Z'],
	['={{ new Date("2026-09-15T08:00:00Z") }}', '2026-09-15T08:00:00Z'],
	['={{ DateTime.fromISO("2026-09-15T08:00:00+02:00") }}', '2026-09-15T06:00:00Z'],
	['={{ DateTime.fromISO("2026-09-15T08:00:00+02:00").toISO() }}', '2026-09-15T06:00:00Z'],
	['', undefined],
])('%s is the time %s', (value, expected) => expect(read(value)).toBe(expected));

test.each([
	'yesterday',
	'15.09.2026',
	'2026-02-30',
	'2026-13-01',
	'2026-09-15T24:30:00',
	'2026-9-15',
	'={{ 1789459200000 }}',
	'={{ new Date("x") }}',
	'={{ new Date(8.64e15) }}',
	'={{ ["2026-09-15"] }}',
	'={{ true }}',
])('%s is refused', (value) => expect(() => read(value)).toThrow(/of item 0 is not a date/));

/** Every half hour of the days before and after each change of a zone's clocks in 2026, as the clocks show it. */
function aroundChanges(zone: string): string[] {
	const days = Array.from({ length: 365 }, (_day, at) =>
		DateTime.utc(2026, 1, 1).plus({ days: at }),
	);
	const changes = days.filter(
		(day) => day.setZone(zone).offset !== day.plus({ days: 1 }).setZone(zone).offset,
	);
	return changes.flatMap((day) =>
		Array.from({ length: 4 * 48 }, (_half, at) =>
			day.plus({ days: -1, minutes: 30 * at + 15 }).toFormat("yyyy-MM-dd'T'HH:mm:ss"),
		),
	);
}

// Where the clocks show a time twice, luxon goes by the season it runs in; ours is the first of the two.
test.each([
	['Europe/Berlin', 2],
	['America/New_York', 2],
	['Australia/Lord_Howe', 2],
	['Africa/Casablanca', 2],
	['Asia/Kathmandu', 0],
])('around the change of clocks in %s each time is right', (zone, changes) => {
	const texts = aroundChanges(zone);
	expect(texts.length).toBe(changes * 4 * 48);
	const right = texts.map((text) => {
		const possible = DateTime.fromISO(text, { zone }).getPossibleOffsets();
		return Math.min(...possible.map((time) => time.toMillis()));
	});
	const got = readAll(texts, zone).map((time) => Date.parse(time ?? ''));
	expect(texts.filter((_text, at) => got[at] !== right[at])).toEqual([]);
});
