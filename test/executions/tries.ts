import type { Scenario } from './scenario';

/** Kinds of second tries, and whether a scenario has them. A Retry counts whether n8n offered it in the end or not. */
export const SECOND_TRIES: Record<string, (scenario: Scenario) => boolean> = {
	'Retry On Fail': ({ node }) => node.retryOnFail === true,
	Retry: ({ retries }) => retries.length > 0,
	'Retry again on the original': ({ retries }) => retries.some(({ of }) => of > 0),
	'two Retries at once': ({ retries }) => retries.some(({ isTwice }) => isTwice),
	'kill and Retry': ({ first, retries, shape }) =>
		[first, ...retries].some(
			({ killAfter, isDeadly, failing }) =>
				killAfter !== undefined || (isDeadly && failing !== undefined && shape.others.length > 0),
		),
	'Retry after a restart': ({ retries }) => retries.some(({ isElsewhere }) => isElsewhere),
	'Retry of a changed node': ({ retries }) =>
		retries.some(({ change }) => change !== undefined && change !== 'nothing'),
	'Retry after a deletion': ({ retries }) => retries.some(({ isEmptied }) => isEmptied),
};
