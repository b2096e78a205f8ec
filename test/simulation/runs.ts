import { isNightly } from '../support/nightly';

const HISTORIES = Number(process.env.HISTORIES ?? (isNightly ? 60_000 : 4_000));

/** How many histories a test plays, as a share of all; `HISTORIES=…` plays more or fewer. */
export function histories(what: string, share = 1): { numRuns: number } {
	const numRuns = Math.ceil(HISTORIES * share);
	process.stdout.write(`simulation, ${what}: ${numRuns} histories\n`);
	return { numRuns };
}
