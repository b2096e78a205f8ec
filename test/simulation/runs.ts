import { isNightly } from '../support/nightly';

const HISTORIES = Number(process.env.HISTORIES ?? (isNightly ? 60_000 : 4_000));
/** Another one at each run, so that many pushes see more than one does. */
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

/**
 * How many histories a test plays, as a share of all, and by which seed. The seed is printed: with `SEED=…` the same
 * histories come again, and `HISTORIES=…` plays more or fewer.
 */
export function histories(what: string, share = 1): { numRuns: number; seed: number } {
	const numRuns = Math.ceil(HISTORIES * share);
	process.stdout.write(`simulation, ${what}: ${numRuns} histories, seed ${seed}\n`);
	return { numRuns, seed };
}
