const NUMBER = /^\d{1,30}$/;

/** Bits of a snowflake id below its milliseconds. */
const MS_SHIFT = 22n;

/**
 * Whether an id was made after another. DocFlow's ids are snowflakes, milliseconds above 22 bits, so they order
 * files by age whatever their epoch. An id of another kind tells nothing, and counts as new: rather twice than never.
 */
export const isAfter = (id: string, other: string): boolean =>
	!NUMBER.test(id) || BigInt(id) > BigInt(other);

/** The latest id of a list, at least `least`. Ids that are not numbers are passed over. */
export const latestId = (ids: string[], least: string): string =>
	ids.reduce((latest, id) => (NUMBER.test(id) && isAfter(id, latest) ? id : latest), least);

/** The least id that could have been made `ms` milliseconds before another; `0` at least. */
export function idBefore(id: string, ms: number): string {
	const earlier = BigInt(id) - (BigInt(ms) << MS_SHIFT);
	return earlier > 0n ? String(earlier) : '0';
}

/** Milliseconds between two ids; negative when the second was made first. */
export const msBetween = (id: string, later: string): number =>
	Number((BigInt(later) >> MS_SHIFT) - (BigInt(id) >> MS_SHIFT));

/** The epoch with which the ids in DocFlow's documentation give the days its pages were written. */
const EPOCH_MS = 1288834974657n;
/** DocFlow is younger than this. */
const EARLIEST_MS = Date.UTC(2015, 0);

/**
 * When an id was made, in epoch milliseconds, if it counts from the usual epoch: a guess, good for deciding how far
 * back to look. Undefined when the moment lies before DocFlow or after `latest`.
 */
export function madeAt(id: string, latest: number): number | undefined {
	const ms = Number((BigInt(id) >> MS_SHIFT) + EPOCH_MS);
	return ms >= EARLIEST_MS && ms <= latest ? ms : undefined;
}

/** Orders files from the oldest to the newest, as far as their ids tell. */
export const byAge = (a: { id: string }, b: { id: string }): number =>
	a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
