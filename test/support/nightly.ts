/** At night the generated tests play many more cases: `npm run test:nightly`. */
export const isNightly = process.env.NIGHTLY !== undefined;

/** How many cases a generated test plays, given those of a push. */
export const runs = (atPush: number): number => (isNightly ? 10 : 1) * atPush;

/**
 * Of the cases of many operations the share of a push, one in `parts` by the seed; all of them at night. `turn` is the place
 * of the operation among them: the next one plays other cases, so that each case is played at a push by some.
 */
export const shareOf = <T>(cases: T[], parts: number, turn: number): T[] =>
	isNightly ? cases : cases.filter((_, at) => (at + turn + Number(process.env.SEED)) % parts === 0);
