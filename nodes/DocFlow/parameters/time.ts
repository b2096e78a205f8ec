import type { DocFlowContext } from '../transport/context';
import { type Field, fieldError, isDate, type Reader, readValue, valueInWords } from './field';

/** Date, time and offset; the parts after the date may be missing. */
const DATE =
	/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;

const DAY_MS = 86_400_000;

/** By how many milliseconds the clocks of a zone are ahead of UTC at an instant. */
function offsetAt(instant: number, zone: string): number {
	const shown = new Date(instant).toLocaleString('sv-SE', { timeZone: zone });
	return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(instant / 1000) * 1000;
}

/**
 * The instant at which the clocks of a zone show a time, given as if it were UTC. When they show it twice it is the first;
 * when they are put forward over it, it counts from the time before.
 */
function instantOf(shown: number, zone: string): number {
	const offsets = [offsetAt(shown - DAY_MS, zone), offsetAt(shown + DAY_MS, zone)];
	const fitting = offsets.filter((offset) => offsetAt(shown - offset, zone) === offset);
	return shown - (fitting.length > 0 ? Math.max(...fitting) : Math.min(...offsets));
}

const offsetOf = (text: string): number => {
	const [, sign, hours, minutes = '0'] = /([+-])(\d\d):?(\d\d)?/.exec(text) ?? [];
	return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes)) * 60_000;
};

/** The instant of a text in epoch milliseconds, in the given zone where it names none; NaN when it is not a date. */
function parse(text: string, zone: string): number {
	const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset] =
		DATE.exec(text) ?? [];
	const [h, m, s] = [hour, minute, second].map(Number);
	if (year === undefined || h > 23 || m > 59 || s > 59) return NaN;
	const date = new Date(0);
	date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
	// The 31st of a shorter month would be a day of the next.
	if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return NaN;
	const shown =
		date.getTime() + ((h * 60 + m) * 60 + s) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
	return offset === undefined ? instantOf(shown, zone) : shown - offsetOf(offset);
}

/** Years that RFC 3339 can write. */
const [EARLIEST, LATEST] = [Date.UTC(1970, 0), Date.UTC(9999, 11, 31)];

/**
 * A date of a field as RFC 3339 in UTC, `2026-09-15T08:00:00Z`, from text, a `Date` or a luxon `DateTime`; a time without
 * a zone is read in the workflow's. Undefined when it is not set. @throws NodeOperationError when it is not a date.
 */
export const readDate: Reader<Field, string | undefined> = (context, item, field, within) => {
	const value = readValue(context, item, field, within);
	if (value === undefined) return undefined;
	const instant = instantIn(context, value);
	if (instant >= EARLIEST && instant <= LATEST)
		return new Date(instant).toISOString().replace('.000Z', 'Z');
	throw fieldError(
		context,
		item,
		field,
		`is not a date: ${isDate(value) ? 'it is out of range' : valueInWords(field, value)}`,
		'Enter it like 2026-09-15T08:00:00Z, or use {{ $now.minus(1, "day") }}.',
	);
};

function instantIn(context: DocFlowContext, value: unknown): number {
	if (isDate(value)) return value.valueOf();
	return typeof value === 'string' ? parse(value.trim(), context.getTimezone()) : NaN;
}
