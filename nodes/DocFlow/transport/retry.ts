import type { Failure } from './errors';
import { askedDelay } from './retryAfter';

/** Tries of one call, the first included. */
export const MAX_TRIES = 4;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
/** What the vendor's own client calls transient, with the gateway errors. */
const TRANSIENT = new Set(['423', '429', '500', '502', '503', '504', '900']);
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Whether the same question may get an answer later. */
export function isTransient({ status, code, network }: Failure): boolean {
	return network !== undefined || TRANSIENT.has(String(status)) || TRANSIENT.has(code ?? '');
}

/** Whether a call may be made again: a GET whenever it is transient, a POST only when nothing can have happened. */
export function mayRetry(method: 'GET' | 'POST', failure: Failure): boolean {
	if (method === 'GET') return isTransient(failure);
	const code = failure.code ?? String(failure.status);
	return NOT_SENT.has(failure.network ?? '') || code === '423' || code === '429';
}

/**
 * Milliseconds to wait before try number `attempt` + 1: exponential with jitter, or what `Retry-After`
 * (seconds or an HTTP date) asks for; never more than 30 s.
 */
export function retryDelay(
	attempt: number,
	retryAfter: string | undefined,
	now: number,
	random: number,
): number {
	const delay = askedDelay(retryAfter, now) ?? FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + random / 2);
	return Math.min(delay, MAX_DELAY_MS);
}
