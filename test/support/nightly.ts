/** At night the generated tests play many more cases: `npm run test:nightly`. */
export const isNightly = process.env.NIGHTLY !== undefined;

/** How many cases a generated test plays, given those of a push. */
export const runs = (atPush: number): number => (isNightly ? 10 : 1) * atPush;
