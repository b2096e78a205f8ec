import { runs } from '../support/nightly';

const EXECUTIONS = Number(process.env.EXECUTIONS ?? runs(3_000));

/** How many scenarios a test plays, as a share of all; `EXECUTIONS=…` plays more or fewer. */
export function executions(what: string, share = 1): { numRuns: number } {
	const numRuns = Math.ceil(EXECUTIONS * share);
	process.stdout.write(`executions, ${what}: ${numRuns} scenarios\n`);
	return { numRuns };
}
