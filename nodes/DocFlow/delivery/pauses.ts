import { isAskedToWait } from '../transport/failure';
import { askedDelay } from '../transport/pause';
import { MAX_ASKED_MS } from '../transport/retry';
import type { OpenJob } from './types';

/** Time for DocFlow to store what it has read, since it may still be at work when its answer is lost. */
const GRACE_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
const REFUSED_GRACE_MS = [1_000, 2_000];

/** A refusal was given at once: what a gateway had let through before it is there soon. */
export const wasRefused = ({ error }: OpenJob): boolean => isAskedToWait(error.failureDetails);

/** The pauses before the looks for some requests, in milliseconds. */
export function pausesFor(open: OpenJob[]): number[] {
	if (open.every(({ settledAt }) => settledAt !== undefined)) {
		const left = Math.max(...open.map(({ settledAt = 0 }) => settledAt)) - Date.now();
		return left > 0 ? [0, left] : [0];
	}
	if (open.every((job) => wasRefused(job))) {
		const [first, ...others] = REFUSED_GRACE_MS;
		const asked = open.map(
			({ error }) => askedDelay(error.failureDetails.retryAfter, Date.now()) ?? 0,
		);
		return [Math.min(Math.max(first, ...asked), MAX_ASKED_MS), ...others];
	}
	const isOfNow = open.some(({ attempt }) => attempt > 0);
	return isOfNow ? GRACE_MS : [0, ...GRACE_MS];
}
