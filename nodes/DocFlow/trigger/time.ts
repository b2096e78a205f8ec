import type { IPollFunctions } from 'n8n-workflow';

/** What a poll may still do: ask DocFlow for more, search where to begin, take stock of more, or give out what it has. */
export type Step = 'ask' | 'search' | 'stock' | 'give';

/** Whether there is time for another step; each poll does at least one. */
export type HasTime = (step: Step) => boolean;

/** The parts of n8n's time for a poll after which no further step begins; the last one must end in it too. */
const SHARES: Record<Step, number> = { ask: 0.6, search: 0.1, stock: 0.6, give: 0.9 };
/** Stock has so many milliseconds in any case. */
const LEAST_STOCK_MS = 10_000;

/** n8n's time for a poll where it does not limit it (n8n-core, PollContext). */
const UNLIMITED_MS = 5 * 60_000;

/** n8n's time for this poll, in milliseconds; undefined on an n8n that does not say. */
function budgetOf(context: IPollFunctions): number | undefined {
	const { getPollBudgetMs } = context as { getPollBudgetMs?: () => number | undefined };
	return getPollBudgetMs?.call(context);
}

/**
 * Whether this poll is one of n8n's durable scheduler. Then each poll has a memory of its own, made of what n8n saved
 * last; else all polls of a published workflow share one. Only the scheduler limits the time.
 */
export function isDurablePoll(context: IPollFunctions): boolean {
	const budget = budgetOf(context);
	return budget !== undefined && budget !== UNLIMITED_MS;
}

/** The time of a poll that begins now. */
export function timeOf(context: IPollFunctions): HasTime {
	const budget = budgetOf(context);
	if (budget === undefined) return () => true;
	const start = Date.now();
	return (step) => {
		const spent = Date.now() - start;
		return spent < budget * SHARES[step] || (step === 'stock' && spent < LEAST_STOCK_MS);
	};
}
