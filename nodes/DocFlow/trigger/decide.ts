import type { DocFlowFile } from '../files/types';
import { judgeBatch, type Judgement } from './batchEvents';
import type { Fired } from './batches';
import { watchUnread } from './batchWatch';
import { eventOf } from './events';
import { cutWatch, judgeFiles } from './fileEvents';
import { readFiles } from './readFiles';
import type { WorkspaceReader } from './reader';
import { select } from './select';
import type { Watch } from './state';
import type { Scene, Task } from './tasks';
import type { HasTime } from './time';

/** Batches that could not be read, one after the other, before a poll gives up for this time. */
const MAX_FAILURES = 3;

/** What a poll gathers on its way. */
export interface Catch {
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
export async function decide(
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
