import { isRecord } from '../json';
import { isPacked } from './runKeys';
import { type FiredPage, type PollState, type Stock, VERSION, type Watch } from './state';

const isTime = (value: unknown): value is number =>
	typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isId = (value: unknown): value is string =>
	typeof value === 'string' && /^\d{1,30}$/.test(value);
const isTrue = (value: unknown): boolean => value === true;
const isMissingOr = (value: unknown, test: (value: unknown) => boolean): boolean =>
	value === undefined || test(value);

const isWatch = (value: unknown): value is Watch =>
	isRecord(value) &&
	isMissingOr(value.past, (past) => isPacked(past, 'runs')) &&
	isMissingOr(value.toFire, (keys) => isPacked(keys, 'files')) &&
	isMissingOr(value.waits, isTrue) &&
	isMissingOr(value.unsure, isTrue) &&
	isMissingOr(value.failures, isTime) &&
	isMissingOr(
		value.settling,
		(settling) => isRecord(settling) && isTime(settling.since) && typeof settling.runs === 'string',
	);

const isPage = (value: unknown): value is FiredPage =>
	isRecord(value) &&
	isId(value.upTo) &&
	isPacked(value.done, 'runs') &&
	isPacked(value.failed, 'runs');

const isStock = (value: unknown): value is Stock =>
	isRecord(value) &&
	isTime(value.list) &&
	isMissingOr(value.from, isTime) &&
	isMissingOr(value.goesOn, isTime);

const isClocks = (value: unknown): boolean =>
	isRecord(value) && isTime(value.date) && isTime(value.own) && isMissingOr(value.ahead, isTime);

/** Whether a value is a state, whole and of this version. */
export const isPollState = (value: unknown): value is PollState =>
	isRecord(value) &&
	value.version === VERSION &&
	typeof value.scope === 'string' &&
	typeof value.revision === 'string' &&
	isTime(value.turn) &&
	isTime(value.cursor) &&
	isClocks(value.clocks) &&
	isMissingOr(value.resume, isTime) &&
	isMissingOr(value.backlog, isTrue) &&
	isMissingOr(value.stock, isStock) &&
	isId(value.newest) &&
	isId(value.floor) &&
	isRecord(value.watched) &&
	Object.values(value.watched).every(isWatch) &&
	Array.isArray(value.fired) &&
	value.fired.every(isPage) &&
	isMissingOr(value.forgotten, isId);

/** What a damaged or older state still tells; the rest is found by taking stock. */
export type Remains = Partial<
	Pick<PollState, 'cursor' | 'resume' | 'newest' | 'floor' | 'watched'>
> &
	Pick<PollState, 'fired'>;

/** The watched batches of a damaged or older state. Of an entry that can't be read, the name of its batch is left. */
const watchedOf = ({
	version,
	watched,
}: Record<string, unknown>): PollState['watched'] | undefined =>
	isRecord(watched)
		? Object.fromEntries(
				Object.entries(watched).map(([batch, watch]) => [
					batch,
					version === VERSION && isWatch(watch) ? watch : { toFire: '', waits: true, unsure: true },
				]),
			)
		: undefined;

/**
 * What can still be read of a state that is damaged or of an older version; undefined for one that was made for
 * something else, and where nothing tells how far it had come.
 */
export function remainsOf(value: unknown, scope: string): Remains | undefined {
	if (!isRecord(value)) return undefined;
	if (value.version === VERSION && typeof value.scope === 'string' && value.scope !== scope)
		return undefined;
	const { cursor, resume, newest, floor, fired } = value;
	if (!isTime(cursor) && !isId(newest) && !isId(floor)) return undefined;
	const watched = watchedOf(value);
	return {
		...(isTime(cursor) && { cursor }),
		...(isTime(resume) && { resume }),
		...(isId(newest) && { newest }),
		...(isId(floor) && { floor }),
		...(watched && { watched }),
		fired: (Array.isArray(fired) ? fired : []).filter(isPage),
	};
}
