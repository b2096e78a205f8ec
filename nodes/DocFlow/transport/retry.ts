import { isTransient, isUnsettled } from './failure';
import type { Failure } from './kinds';
import { askedDelay } from './pause';

/** Tries of one call, the first included. */
export const MAX_TRIES = 4;
const FIRST_DELAY_MS = 500;
/** A server that asks for a longer pause is not asked again: the error says when to come back. */
export const MAX_ASKED_MS = 60_000;

/**
 * What a call may be repeated for. `safe`: it changes nothing, or the same however often it is made. `once`: it does
 * something that may be billed or that can't be taken back, so it is made again only when nothing can have happened.
 */
export type Repeat = 'safe' | 'once';

/** Surely nothing of a call went out; any answer may be a gateway's, given after the server had done its work. */
const isUnsent = (failure: Failure) => failure.status === undefined && !isUnsettled(failure);

/** Whether a failed call may be made again soon: one that is made once only when nothing of it went out. */
export const mayRepeat = (repeat: Repeat, failure: Failure, now: number): boolean =>
	isTransient(failure) &&
	(repeat === 'safe' || isUnsent(failure)) &&
	(askedDelay(failure.retryAfter, now) ?? 0) <= MAX_ASKED_MS;

/**
 * Milliseconds to wait before try number `attempt` + 1: exponential with jitter, or as long as `Retry-After` (seconds
 * or an HTTP date) asks.
 */
export const retryDelay = (
	attempt: number,
	retryAfter: string | undefined,
	now: number,
	random: number,
): number =>
	askedDelay(retryAfter, now) ?? FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + random / 2);
