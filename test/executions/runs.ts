import { runs } from '../support/nightly';
import { SHAPES } from './shapes';

const EXECUTIONS = Number(process.env.EXECUTIONS ?? runs(3_000));
/** So far apart are the seeds of two shapes, so that each plays scenarios of its own, whatever seed a run has. */
const APART = 1_000_003;

/**
 * How many scenarios are played of a shape, and by which seed: `SEED=…` plays a run again, `EXECUTIONS=…` plays more or
 * fewer.
 */
export function executions(at: number): { numRuns: number; seed: number } {
	const numRuns = Math.ceil(EXECUTIONS / SHAPES.length);
	const seed = Number(process.env.SEED) + APART * at;
	process.stdout.write(`executions, ${SHAPES[at].name}: ${numRuns} scenarios, seed ${seed}\n`);
	return { numRuns, seed };
}
