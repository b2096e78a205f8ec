import { isNightly, runs } from '../support/nightly';

const EXECUTIONS = Number(process.env.EXECUTIONS ?? runs(3_000));
/** The same scenarios at each push, others each night. */
const seed = Number(process.env.SEED ?? (isNightly ? Date.now() % 2 ** 31 : 1));

/**
 * How many scenarios a test plays, as a share of all, and by which seed. The seed is printed: with `SEED=…` the same
 * scenarios come again, and `EXECUTIONS=…` plays more or fewer.
 */
export function executions(what: string, share = 1): { numRuns: number; seed: number } {
	const numRuns = Math.ceil(EXECUTIONS * share);
	process.stdout.write(`executions, ${what}: ${numRuns} scenarios, seed ${seed}\n`);
	return { numRuns, seed };
}
