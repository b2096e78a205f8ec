import { readBatch } from '../files/batch';
import { idBefore, latestId } from '../files/ids';
import type { DocFlowFile } from '../files/types';
import { type Fired, byBatch } from './batches';
import { judge, type Known, mustRead, watchUnread } from './decide';
import { rememberedRuns, prune, remember } from './memory';
import { type WorkspaceReader } from './reader';
import { select } from './select';
import { type Rules, type TriggerSettings } from './settings';
import type { Limits, PollState, Watch } from './state';
import { readSince } from './window';

/** Batches that could not be read, one after the other, before a poll gives up for this time. */
const MAX_FAILURES = 3;

/** A few watched batches that nothing has been seen of for long: a deleted file leaves no trace but here. */
function quietOnes(
	{ watched, turn }: PollState,
	changed: Map<string, DocFlowFile[]>,
	{ looksAtQuiet }: Limits,
): string[] {
	const quiet = Object.keys(watched).filter(
		(batch) => !changed.has(batch) && watched[batch].settling === undefined,
	);
	const start = quiet.length > looksAtQuiet ? turn % quiet.length : 0;
	return [...quiet.slice(start), ...quiet.slice(0, start)].slice(0, looksAtQuiet);
}

/** The batches to read whole, those that have waited longest first; at last those that could not be read before. */
function batchesToRead(
	state: PollState,
	changed: Map<string, DocFlowFile[]>,
	rules: Rules,
	known: Known,
	limits: Limits,
): Set<string> {
	// A map, since a batch may be named like something that every object has.
	const watched = new Map(Object.entries(state.watched));
	const batches = new Set([...watched.keys(), ...changed.keys()]);
	const failures = (batch: string) => watched.get(batch)?.failures ?? 0;
	const due = [...batches]
		.filter((batch) => mustRead(changed.get(batch) ?? [], watched.get(batch), rules, known))
		.sort((a, b) => failures(a) - failures(b));
	return new Set([...due, ...quietOnes(state, changed, limits)]);
}

/** What a poll gathers on its way. */
interface Catch {
	fired: Fired[];
	/** Files that fired, or that no filter will ever let pass. */
	done: DocFlowFile[];
	/** Files whose batch a filter held back. */
	held: DocFlowFile[];
	watched: Map<string, Watch>;
}

/** The state after a poll. */
function nextState(
	state: PollState,
	seen: DocFlowFile[],
	time: number,
	{ done, held, watched }: Catch,
	limits: Limits,
): PollState {
	const newest = latestId(
		seen.map(({ id }) => id),
		state.newest,
	);
	const next: PollState = {
		scope: state.scope,
		cursor: time,
		newest,
		floor: latestId([idBefore(newest, limits.lateMs)], state.floor),
		watched: Object.fromEntries(watched),
		fired: remember(state.fired, done, held),
		turn: state.turn + limits.looksAtQuiet,
	};
	return prune(next, limits);
}

/**
 * One poll: what changed since the last one is read, finished batches fire, and the state moves on.
 * `mayGoOn` is asked before each batch but the first, so that a poll ends in its time; what is left waits for the next.
 * @throws Error when the changes can't be read. The given state is never altered.
 */
export async function poll(
	reader: WorkspaceReader,
	state: PollState,
	settings: TriggerSettings,
	limits: Limits,
	mayGoOn: () => boolean = () => true,
): Promise<{ fired: Fired[]; state: PollState }> {
	const { files, time } = await readSince(reader, {}, state.cursor - limits.overlapMs);
	const changed = byBatch(files);
	const known: Known = { memory: rememberedRuns(state), floor: state.floor, time };
	const toRead = batchesToRead(state, changed, settings, known, limits);
	const { fired, done, held, watched }: Catch = {
		fired: [],
		done: [],
		held: [],
		watched: new Map(Object.entries(state.watched)),
	};
	for (const [batch, seen] of changed)
		if (watched.has(batch) && !toRead.has(batch))
			watched.set(batch, watchUnread(seen, watched.get(batch), known));
	let failures = 0;
	let isFirst = true;
	for (const batch of toRead) {
		const seen = changed.get(batch) ?? [];
		const watch = watched.get(batch);
		const isTime = isFirst || mayGoOn();
		isFirst = false;
		const unread = watchUnread(seen, watch, known);
		if (!isTime || fired.length >= settings.maxBatches || failures === MAX_FAILURES) {
			watched.set(batch, unread);
			continue;
		}
		const whole = await readBatch(reader.page, batch).catch((error: Error) => error);
		if (whole instanceof Error) {
			failures++;
			watched.set(batch, { ...unread, failures: (watch?.failures ?? 0) + 1 });
			reader.warn(
				`DocFlow Trigger: batch ${batch} could not be read and is tried again at the next poll: ${whole.message}`,
			);
			continue;
		}
		failures = 0;
		const verdict = judge(whole, seen, watch, settings, known);
		if (verdict.watch === undefined) watched.delete(batch);
		else watched.set(batch, verdict.watch);
		const wanted = select(verdict.fresh, whole, settings.event, settings);
		(wanted.held ? held : done).push(...verdict.fresh);
		if (wanted.files.length > 0) fired.push({ batchNumber: batch, files: wanted.files });
	}
	return { fired, state: nextState(state, files, time, { fired, done, held, watched }, limits) };
}
