import { sleep } from 'n8n-workflow';

/** A timer outlives a pause that is ended early, so none is long. */
const SLICE_MS = 500;

/** Waits; the end of a cancelled execution ends it at once. Not every n8n has a `sleep` that a signal can end. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	let end = () => {};
	const ended = new Promise<void>((resolve) => (end = resolve));
	signal?.addEventListener('abort', end);
	for (let left = ms; left > 0 && !signal?.aborted; left -= SLICE_MS)
		await Promise.race([sleep(Math.min(left, SLICE_MS)), ended]);
	signal?.removeEventListener('abort', end);
}
