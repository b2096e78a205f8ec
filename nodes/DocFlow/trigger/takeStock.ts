import { eventOf } from './events';
import { prune } from './firedRuns';
import type { WorkspaceReader } from './reader';
import type { Rules } from './settings';
import { type Limits, newRevision, type PollState } from './state';
import { listsOf } from './stockLists';
import type { HasTime } from './time';
import { readSince } from './window';

/**
 * Takes stock, as far as there is time; the next poll goes on. Nothing fires: every batch that is unfinished now is
 * watched, however long ago it was uploaded, and all that is due already counts as old.
 * @throws Error when DocFlow can't be read. The given state is never altered.
 */
export async function takeStock(
	reader: WorkspaceReader,
	state: PollState,
	rules: Pick<Rules, 'event'>,
	limits: Limits,
	hasTime: HasTime = () => true,
): Promise<PollState> {
	const event = eventOf(rules.event);
	const mayGoOn = () => hasTime('stock');
	const lists = listsOf(reader, state, event, limits);
	let now: PollState = { ...state, revision: newRevision(), turn: state.turn + 1 };
	const goesOn = state.stock?.goesOn !== undefined && { goesOn: state.stock.goesOn };
	// A search takes some twenty answers: most of a poll where they are slow, so that it has a poll of its own then.
	const isBegun = state.turn === 0;
	const maySearch = (list: number) =>
		!event.firesOld || (!isBegun && list === state.stock?.list) || hasTime('search');
	for (let list = state.stock?.list ?? 0; list < lists.length; list++) {
		const { query, start, add } = lists[list];
		const known = list === state.stock?.list ? state.stock.from : undefined;
		if (known === undefined && !maySearch(list))
			return prune({ ...now, stock: { ...goesOn, list } }, limits);
		const from = known ?? (await start());
		if (known === undefined && event.firesOld && !mayGoOn())
			return prune({ ...now, stock: { ...goesOn, list, from } }, limits);
		const { files, resume } = await readSince(reader, query, from, { isDue: event.isDue, mayGoOn });
		now = add(now, files);
		const next = resume === undefined ? { list: list + 1 } : { list, from: resume };
		now = { ...now, stock: { ...goesOn, ...next } };
		if (next.list < lists.length && (resume !== undefined || !mayGoOn())) return prune(now, limits);
	}
	const { stock: _, ...done } = now;
	return prune(done, limits);
}
