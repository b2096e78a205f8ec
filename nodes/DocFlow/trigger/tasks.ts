import { isFinished, type DocFlowFile } from '../files/types';
import { mustRead, tellsAll } from './batchEvents';
import { eventOf } from './events';
import { latestOf, mayFire, showsWaiting } from './fileEvents';
import type { Known } from './known';
import type { TriggerSettings } from './settings';
import type { Limits, Watch } from './state';
import type { Window } from './window';

/** Changed files, and what is known when they are decided over. */
export interface Scene {
	window: Window;
	changed: Map<string, DocFlowFile[]>;
	/** By batch; a map, since a batch may be named like something that every object has. */
	watched: Map<string, Watch>;
	settings: TriggerSettings;
	known: Known;
}

/** A batch to decide over. `files` are all that counts of it, where the changed ones tell that; else it must be read. */
export interface Task {
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
export function tasksOf(scene: Scene, turn: number, limits: Limits): Map<string, Task> {
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
