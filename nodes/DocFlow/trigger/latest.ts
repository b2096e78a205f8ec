import { rfc3339 } from '../files/time';
import { type Fired, byBatch } from './batches';
import { eventOf } from './events';
import { readFiles } from './readFiles';
import type { WorkspaceReader } from './reader';
import { select } from './select';
import type { Filters, Rules } from './settings';

const MINUTE_MS = 60_000;
/** Ever longer looks back: a busy workspace answers with few files, a quiet one at last with what it has. */
const LOOKS_BACK_MINUTES = [2, 30, 8 * 60, 6 * 24 * 60, 90 * 24 * 60, undefined];
/** Batches looked at before the next look back. */
const MAX_BATCHES = 10;

/**
 * The newest batch that is due and passes the filters, or of it the newest file: for a test in the editor. Undefined
 * when there is none. @throws Error when DocFlow can't be read.
 */
export async function latest(
	reader: WorkspaceReader,
	settings: Filters & Pick<Rules, 'event'>,
): Promise<Fired | undefined> {
	const event = eventOf(settings.event);
	const tried = new Set<string>();
	let now = Date.now();
	for (const minutes of LOOKS_BACK_MINUTES) {
		const start_time = minutes === undefined ? undefined : rfc3339(now - minutes * MINUTE_MS);
		const { files, time } = await reader.page({ start_time });
		now = time;
		const due = byBatch(files.filter(event.isDue));
		const batches = [...due.keys()].reverse().filter((batch) => !tried.has(batch));
		for (const batchNumber of batches.slice(0, MAX_BATCHES)) {
			tried.add(batchNumber);
			if (event.noun === 'batch' && batchNumber === '') continue;
			const whole = await readFiles(reader, batchNumber, due.get(batchNumber) ?? []);
			const files = whole.filter(event.isDue);
			if (event.noun === 'batch' && files.length < whole.length) continue;
			const { files: wanted } = select(files, whole, settings);
			if (wanted.length > 0)
				return { batchNumber, files: event.noun === 'file' ? wanted.slice(-1) : wanted };
		}
	}
	return undefined;
}
