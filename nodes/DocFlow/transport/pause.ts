import { sleep } from 'n8n-workflow';

const SLICE_MS = 500;

/** Waits, in short slices so that a cancelled execution ends at once. Not every n8n has `sleepWithAbort`. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	for (let left = ms; left > 0 && !signal?.aborted; left -= SLICE_MS) await sleep(Math.min(left, SLICE_MS));
}
