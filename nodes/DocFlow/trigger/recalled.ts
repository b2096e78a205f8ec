import type { PollState } from './state';

/** n8n has saved what a poll gave out after so many milliseconds. */
const SAVING_MS = 10_000;
/** Triggers of one n8n whose last poll is remembered. */
const MOST = 1_000;

/** What this process remembers of a trigger's last poll. */
interface Last {
	scope: string;
	/** The revision of the state that n8n had given, or none. */
	given?: string;
	/** The state after the poll, when it gave nothing out: n8n's durable scheduler does not save that. */
	state?: PollState;
	/** Revisions that what was given out takes the place of. */
	replaced: Array<string | undefined>;
	/** When the poll ended, in epoch milliseconds of this machine. */
	at: number;
}

/** By workflow and node. With its durable scheduler n8n makes each poll a memory of its own, from what it saved last. */
const lasts = new Map<string, Last>();

/**
 * The state to poll from, when n8n gives this one: a later one that n8n did not save; the given one; or `wait`, when
 * n8n is still saving what this one led to. If that is never saved, n8n has thrown it away, and it is found again.
 */
export function recall(
	key: string,
	scope: string,
	given: PollState | undefined,
	now: number,
): PollState | undefined | 'wait' {
	const last = lasts.get(key);
	if (last === undefined || last.scope !== scope) return given;
	const isReplaced = last.replaced.includes(given?.revision);
	if (isReplaced && Math.abs(now - last.at) < SAVING_MS) return 'wait';
	return given !== undefined && last.given === given.revision ? (last.state ?? given) : given;
}

/** Remembers a poll: what n8n had given, what it began from, how it ended, and whether it gave something out. */
export function remind(
	key: string,
	scope: string,
	given: PollState | undefined,
	begun: PollState | undefined,
	ended: PollState,
	gave: boolean,
	now: number,
): void {
	lasts.delete(key);
	lasts.set(key, {
		scope,
		at: now,
		...(gave
			? { replaced: [given?.revision, begun?.revision] }
			: { replaced: [], given: given?.revision, state: ended }),
	});
	for (const oldest of [...lasts.keys()].slice(0, Math.max(0, lasts.size - MOST)))
		lasts.delete(oldest);
}
