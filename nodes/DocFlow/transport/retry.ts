import type { Failure } from './failure';
import { askedDelay } from './pause';

/** Tries of one call, the first included. */
export const MAX_TRIES = 4;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
/** What the vendor's own client calls transient, with the gateway errors. */
const TRANSIENT = new Set(['423', '429', '500', '502', '503', '504', '900']);
/** No connection came about. A host can also become unreachable in the middle of one, so that is not among them. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
/** Answers of a server or gateway that don't tell how far the work went. */
const TELLS_NOTHING = /^(408|5\d\d|900)$/;

/** Whether the same question may get an answer later. */
export function isTransient({ status, code, network, passing }: Failure): boolean {
	return (
		passing === true ||
		network !== undefined ||
		TRANSIENT.has(String(status)) ||
		TRANSIENT.has(code ?? '')
	);
}

/** Whether the answer asks to come again later. It may be a gateway's, given after the server had done its work. */
export const isAskedToWait = ({ status, code }: Failure): boolean =>
	['423', '429'].includes(code ?? String(status));

/** Whether a call that failed may have been carried out all the same: its answer is lost, or tells nothing. */
export function isUnsettled({ status, code, network }: Failure): boolean {
	if (network !== undefined) return !NOT_SENT.has(network);
	if (status === undefined) return false;
	return (
		TELLS_NOTHING.test(String(status)) ||
		(code === undefined ? status >= 200 && status < 300 : TELLS_NOTHING.test(code))
	);
}

/**
 * What a call may be repeated for. `safe`: it changes nothing, or the same however often it is made. `once`: it does
 * something that may be billed or that can't be taken back, so it is made again only when nothing can have happened.
 */
export type Repeat = 'safe' | 'once';

/** Whether a failed call may be made again: a safe one whenever that may help, another only when nothing can have happened. */
export function mayRepeat(repeat: Repeat, failure: Failure): boolean {
	if (repeat === 'safe') return isTransient(failure);
	return NOT_SENT.has(failure.network ?? '');
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
	const delay =
		askedDelay(retryAfter, now) ?? FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + random / 2);
	return Math.min(delay, MAX_DELAY_MS);
}
