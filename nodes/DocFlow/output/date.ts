const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const NAMES =
	/^(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?$/i;

const YEAR = '(?<y>(?:19|20)\\d\\d)';
const TIME = '(?:(?:T|\\s+)(?<time>(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?))?';
const FORMS: RegExp[] = [
	new RegExp(`^${YEAR}(?<mark>[-/.])(?<m>\\d{1,2})\\k<mark>(?<d>\\d{1,2})${TIME}$`),
	new RegExp(`^${YEAR}\\s?年\\s?(?<m>\\d{1,2})\\s?月\\s?(?<d>\\d{1,2})\\s?[日号]${TIME}$`),
	new RegExp(
		`^(?<d>\\d{1,2})(?:st|nd|rd|th)?[-\\s.]+(?<name>[A-Za-z]+\\.?)[-\\s,]+${YEAR}${TIME}$`,
	),
	new RegExp(`^(?<name>[A-Za-z]+\\.?)\\s+(?<d>\\d{1,2})(?:st|nd|rd|th)?,?\\s+${YEAR}${TIME}$`),
];
/** Day and month, whichever comes first. */
const TWO_WAYS = new RegExp(`^(?<a>\\d{1,2})(?<mark>[-/.])(?<b>\\d{1,2})\\k<mark>${YEAR}${TIME}$`);

/** A date as ISO 8601, if there is such a day. */
function iso(year: string, month: number, day: number, time?: string): string | undefined {
	const two = (number: number) => String(number).padStart(2, '0');
	const date = `${year}-${two(month)}-${two(day)}`;
	const made = new Date(`${date}T00:00:00Z`);
	if (Number.isNaN(made.getTime()) || made.toISOString().slice(0, 10) !== date) return undefined;
	return time === undefined ? date : `${date}T${time.replace(/^\d:/, '0$&')}`;
}

/** A day written without marks; only where a name says so is it one. */
const COMPACT = new RegExp(`^${YEAR}(?<m>0[1-9]|1[0-2])(?<d>\\d\\d)$`);

/** The day that eight digits surely or possibly are, as ISO 8601. */
export function compactDateOf(text: string): string | undefined {
	const { y, m, d } = COMPACT.exec(text)?.groups ?? {};
	return y === undefined ? undefined : iso(y, Number(m), Number(d));
}

/**
 * The ISO date, with the time where there is one, that a text surely is: `2026/9/1`, `2026年9月1日`, `1 Sep 2026`,
 * `September 1st, 2026`, `17/09/2026`. Undefined where day and month could change places (03/04/2026).
 */
export function dateOf(text: string): string | undefined {
	for (const form of FORMS) {
		const found = form.exec(text)?.groups;
		if (found === undefined) continue;
		const { y, m, d, name, time } = found;
		if (name !== undefined && !NAMES.test(name)) return undefined;
		const month =
			name === undefined ? Number(m) : MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
		return iso(y, month, Number(d), time);
	}
	const { a, b, y, time } = TWO_WAYS.exec(text)?.groups ?? {};
	if (y === undefined) return undefined;
	const both = [iso(y, Number(a), Number(b), time), iso(y, Number(b), Number(a), time)];
	const dates = new Set(both.filter((date) => date !== undefined));
	return dates.size === 1 ? [...dates][0] : undefined;
}
