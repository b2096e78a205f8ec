/** At night the generated tests play many more cases: `npm run test:nightly`. */
export const isNightly = process.env.NIGHTLY !== undefined;

/** How many cases a generated test plays, given those of a push. */
export const runs = (atPush: number): number => (isNightly ? 10 : 1) * atPush;

/** Of the cases of many operations the share of a push, one in `parts` by the seed; all of them at night. */
export const shareOf = <T>(cases: T[], parts: number): T[] =>
	isNightly ? cases : cases.filter((_, at) => (at + Number(process.env.SEED)) % parts === 0);
