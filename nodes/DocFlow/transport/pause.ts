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

/**
 * The milliseconds that a `Retry-After` header asks to wait, given as seconds or as an HTTP date
 * (RFC 9110, section 10.2.3); undefined for none, for nonsense and for a time that has passed.
 */
export function askedDelay(retryAfter: string | undefined, now: number): number | undefined {
	if (retryAfter === undefined || retryAfter.trim() === '') return undefined;
	const seconds = Number(retryAfter);
	const ms = Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * 1000;
	return ms >= 0 ? ms : undefined;
}
