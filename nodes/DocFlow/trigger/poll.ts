import { latestId, idBefore } from '../files/ids';
import { isFinished } from '../files/types';
import { type Fired, byBatch } from './batches';
import { watchUnread } from './batchWatch';
import { checkClock, passed } from './clock';
import { decide } from './decide';
import { eventOf } from './events';
import { latestOf } from './fileEvents';
import { prune, remember, rememberedRuns } from './firedRuns';
import type { Known } from './known';
import type { WorkspaceReader } from './reader';
import { fileKey } from './runKeys';
import type { TriggerSettings } from './settings';
import { type Clocks, type Limits, newRevision, type PollState } from './state';
import { takeStock } from './takeStock';
import { type Scene, tasksOf } from './tasks';
import type { HasTime } from './time';
import { readSince, type Window } from './window';

/** How far the next poll has to look back: a window that was not read whole, or not decided over, is gone on with. */
function nextResume(
	from: number,
	{ resume, withDocuments }: Window,
	isLeft: boolean,
): Pick<PollState, 'resume' | 'backlog'> {
	if (resume !== undefined) return { resume, ...(isLeft && { backlog: true }) };
	// While their documents are at hand, what is left need not be read batch by batch.
	return isLeft && withDocuments ? { resume: Math.max(0, from) } : {};
}

/** Nothing read, since so much waits already. */
const unreadWindow = ({ clocks, resume }: PollState): Window => ({
	files: [],
	date: clocks.date,
	resume,
	withDocuments: false,
	isWide: false,
});

/**
 * One poll: what changed since the last one is read, what is due fires, and the state moves on. A poll ends
 * in its time, but for one slice and one batch in any case; what is left waits for the next.
 * @throws Error when the changes can't be read. The given state is never altered.
 */
export async function poll(
	reader: WorkspaceReader,
	state: PollState,
	settings: TriggerSettings,
	limits: Limits,
	hasTime: HasTime = () => true,
): Promise<{ fired: Fired[]; state: PollState }> {
	if (state.stock !== undefined)
		return { fired: [], state: await takeStock(reader, state, settings, limits, hasTime) };
	const event = eventOf(settings.event);
	const from = state.resume ?? state.cursor - limits.overlapMs;
	const { documents } = limits;
	const window = state.backlog
		? unreadWindow(state)
		: await readSince(reader, {}, from, {
				isDue: event.isDue,
				documents,
				mayGoOn: () => hasTime('ask'),
			});
	const clocks: Clocks = { ...state.clocks, date: window.date, own: reader.now() };
	const sinceLastPoll = passed(state.clocks, clocks);
	const time = state.cursor + sinceLastPoll;
	const changed = byBatch(window.files);
	const { date } = clocks;
	const known: Known = { remembered: rememberedRuns(state), floor: state.floor, date };
	const watched = new Map(Object.entries(state.watched));
	const scene: Scene = { window, changed, watched, settings, known };
	const tasks = tasksOf(scene, state.turn, limits);
	for (const [batch, seen] of changed) {
		const isAwaited = watched.has(batch) || (event.noun === 'batch' && !seen.every(isFinished));
		if (!tasks.has(batch) && batch !== '' && isAwaited)
			watched.set(batch, watchUnread(seen, watched.get(batch), settings, known));
	}
	const { fired, done, heldBack, cameDue, isLeft } = await decide(reader, tasks, scene, hasTime);
	// While a window is gone on with, the time up to which all was read stays.
	const reached =
		state.resume !== undefined
			? { cursor: state.cursor, clocks: state.clocks }
			: await checkClock(reader, time, clocks, sinceLastPoll, cameDue, window.isWide).catch(() => ({
					cursor: time,
					clocks,
				}));
	// What the earlier slices of a window did not show yet may be older than what its later ones do.
	const ids = state.resume === undefined ? window.files.map(({ id }) => id) : [];
	const newest = latestId(ids, state.newest);
	const takenBack = event.firesOld
		? latestOf(window.files).filter(
				(file) => !event.isDue(file) && known.remembered.has(fileKey(file)),
			)
		: [];
	const isWhole = window.resume === undefined;
	const { resume: _, backlog: __, ...rest } = state;
	const next: PollState = {
		...rest,
		...reached,
		...nextResume(from, window, isLeft),
		revision: newRevision(),
		turn: state.turn + 1,
		newest,
		// Where changes are still to be read, files with lower ids may be among them.
		floor: isWhole ? latestId([idBefore(newest, limits.lateMs)], state.floor) : state.floor,
		watched: Object.fromEntries(watched),
		fired: remember(state.fired, { done, heldBack, takenBack }, event),
	};
	return { fired, state: prune(next, limits, isWhole) };
}
