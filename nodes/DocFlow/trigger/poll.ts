import { latestId, idBefore } from '../files/ids';
import { isFinished, type DocFlowFile } from '../files/types';
import {
	judgeBatch,
	type Judgement,
	type Known,
	mustRead,
	tellsAll,
	watchUnread,
} from './batchEvents';
import { type Fired, byBatch } from './batches';
import { checkClock, passed } from './clock';
import { eventOf } from './events';
import { cutWatch, judgeFiles, latestOf, mayFire, showsWaiting } from './fileEvents';
import { prune, remember, rememberedRuns } from './firedRuns';
import { readFiles } from './readFiles';
import type { WorkspaceReader } from './reader';
import { fileKey } from './runKeys';
import { select } from './select';
import type { TriggerSettings } from './settings';
import { type Clocks, type Limits, newRevision, type PollState, type Watch } from './state';
import { takeStock } from './stockLists';
import type { HasTime } from './time';
import { readSince, type Window } from './window';

/** Batches that could not be read, one after the other, before a poll gives up for this time. */
const MAX_FAILURES = 3;

/** Changed files, and what is known when they are decided over. */
interface Scene {
	window: Window;
	changed: Map<string, DocFlowFile[]>;
	/** By batch; a map, since a batch may be named like something that every object has. */
	watched: Map<string, Watch>;
	settings: TriggerSettings;
	known: Known;
}

/** A batch to decide over. `files` are all that counts of it, where the changed ones tell that; else it must be read. */
interface Task {
	batch: string;
	files?: DocFlowFile[];
}

/**
 * A few watched batches of which nothing is seen to wait: a deleted file leaves no trace but here, and others of its
 * batch may stay in sight for long.
 */
function quietBatches(
	{ changed, watched, settings }: Scene,
	turn: number,
	{ looksAtQuiet }: Limits,
): string[] {
	const { isDue } = eventOf(settings.event);
	const quiet = [...watched].flatMap(([batch, { settling }]) =>
		batch !== '' && settling === undefined && (changed.get(batch) ?? []).every(isDue) ? batch : [],
	);
	const start = quiet.length > looksAtQuiet ? (turn * looksAtQuiet) % quiet.length : 0;
	return [...quiet.slice(start), ...quiet.slice(0, start)].slice(0, looksAtQuiet);
}

/** What is to be decided of the files of a batch that fire one by one; undefined when nothing is. */
function fileTask(
	batch: string,
	{ changed, watched, settings, known, window }: Scene,
): Task | undefined {
	const seen = changed.get(batch) ?? [];
	const watch = watched.get(batch);
	if (!mayFire(seen, watch, settings, known)) return undefined;
	const isTold = window.withDocuments && seen.length > 0 && showsWaiting(seen, watch);
	return isTold ? { batch, files: seen } : { batch };
}

/** What is to be decided of a batch; undefined when nothing is. Files without a batch number are no batch. */
function batchTask(batch: string, { changed, watched, settings, known }: Scene): Task | undefined {
	const seen = changed.get(batch) ?? [];
	return batch !== '' && mustRead(seen, watched.get(batch), settings, known)
		? { batch }
		: undefined;
}

/** The same, without a question to DocFlow where the changed files tell all. */
function toldTask(
	task: Task,
	{ changed, watched, settings, known, window }: Scene,
): Task | undefined {
	const seen = changed.get(task.batch) ?? [];
	const isTold =
		window.withDocuments &&
		window.resume === undefined &&
		tellsAll(seen, watched.get(task.batch), settings, known);
	if (!isTold) return task;
	return seen.every(isFinished) ? { batch: task.batch, files: latestOf(seen) } : undefined;
}

/** What is to be decided, in the order in which batches have waited; at last those that could not be read before. */
function tasksOf(scene: Scene, turn: number, limits: Limits): Map<string, Task> {
	const { changed, watched, settings } = scene;
	const isFileEvent = eventOf(settings.event).noun === 'file';
	const failures = ({ batch }: Task) => watched.get(batch)?.failures ?? 0;
	const due = [...new Set([...watched.keys(), ...changed.keys()])]
		.flatMap((batch) => (isFileEvent ? fileTask(batch, scene) : batchTask(batch, scene)) ?? [])
		.sort((a, b) => failures(a) - failures(b));
	// One by one, a batch is read as it is now; many that change at once would take a request each.
	const isBurst = !isFileEvent && due.length > limits.batchesToRead;
	const told = isBurst ? due.flatMap((task) => toldTask(task, scene) ?? []) : due;
	const tasks = new Map(told.map((task) => [task.batch, task]));
	for (const batch of quietBatches(scene, turn, limits))
		if (!tasks.has(batch)) tasks.set(batch, { batch });
	return tasks;
}

/** What a poll gathers on its way. */
interface Catch {
	fired: Fired[];
	done: DocFlowFile[];
	heldBack: DocFlowFile[];
	/** Of both, the files that came to be due since the last poll: none that waited for its turn. */
	cameDue: DocFlowFile[];
	/** Whether a batch did not get its turn. */
	isLeft: boolean;
}

/** Whether a batch may have been due for long: only its turn, a reading or the settle time was missing. */
const hasWaited = (watch: Watch | undefined): boolean =>
	watch?.waits === true || watch?.failures !== undefined || watch?.settling !== undefined;

/** Decides over the batches, one after the other, as long as there is time. Changes `watched` of the scene. */
async function decide(
	reader: WorkspaceReader,
	tasks: Map<string, Task>,
	{ changed, watched, settings, known }: Scene,
	hasTime: HasTime,
): Promise<Catch> {
	const caught: Catch = { fired: [], done: [], heldBack: [], cameDue: [], isLeft: false };
	const isFileEvent = eventOf(settings.event).noun === 'file';
	let failures = 0;
	let isFirst = true;
	for (const { batch, files } of tasks.values()) {
		const seen = changed.get(batch) ?? [];
		const watch = watched.get(batch);
		const unread = watchUnread(seen, watch, settings, known);
		const isTime =
			isFirst ||
			(files !== undefined ? hasTime('give') : failures < MAX_FAILURES && hasTime('ask'));
		isFirst = false;
		if (!isTime || caught.fired.length >= settings.maxBatches) {
			watched.set(batch, { ...unread, waits: true });
			caught.isLeft = true;
			continue;
		}
		const whole = files ?? (await readFiles(reader, batch, seen).catch((error: Error) => error));
		if (whole instanceof Error) {
			failures++;
			watched.set(batch, { ...unread, failures: (watch?.failures ?? 0) + 1 });
			reader.warn(
				`DocFlow Trigger: batch ${batch} could not be read and is tried again at the next poll: ${whole.message}`,
			);
			continue;
		}
		failures = 0;
		const judgement: Judgement = isFileEvent
			? judgeFiles(
					files ?? [...seen, ...whole],
					watch,
					settings,
					known,
					files === undefined && batch !== '',
				)
			: judgeBatch(whole, seen, watch, settings, known);
		if (judgement.watch === undefined) watched.delete(batch);
		else watched.set(batch, batch === '' ? cutWatch(judgement.watch) : judgement.watch);
		const { files: wanted, heldBack } = select(judgement.fires, whole, settings);
		(heldBack ? caught.heldBack : caught.done).push(...judgement.fires);
		if (!hasWaited(watch)) caught.cameDue.push(...judgement.fires);
		if (wanted.length > 0) caught.fired.push({ batchNumber: batch, files: wanted });
	}
	return caught;
}

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
