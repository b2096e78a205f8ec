import * as fc from 'fast-check';

import { LIMITS } from '../../nodes/DocFlow/trigger/state';
import { isNightly } from '../support/nightly';
import { core } from './core';
import { history } from './history';
import { coreWith, mutants, removeCopies } from './mutants';
import { play } from './play';
import { histories } from './runs';
import { type Core, coreStage } from './stage';

afterAll(removeCopies);

/** The same at each push. Short plays by several seeds meet the rare bugs sooner than a long one by one seed. */
const PLAYS = Array.from({ length: 40 }, (_, at) => ({ seed: at + 1, numRuns: 100 }));
/** The plays that showed a bug. */
const biting = new Set<(typeof PLAYS)[number]>();

/** Whether a core breaks a promise in one of these histories. */
async function fails(core: Core, runs: { seed: number; numRuns: number }): Promise<boolean> {
	const property = fc.asyncProperty(
		history,
		async (one) => await play(one, coreStage(core, one, LIMITS)),
	);
	return (await fc.check(property, { ...runs, endOnFailure: true })).failed;
}

// A simulation that can't fail shows nothing: each bug that pollers are known for is put back, and must be found.
test.each(mutants)('finds that $bug', async (mutant) => {
	const core = coreWith(mutant);
	for (const one of PLAYS) {
		if (!(await fails(core, one))) continue;
		biting.add(one);
		return;
	}
	throw new Error(`Not in ${PLAYS.length} plays`);
});

test('a sound core passes the plays that show the bugs', async () => {
	expect(biting.size).toBeGreaterThan(0);
	for (const one of biting) expect(await fails(core, one)).toBe(false);
});

if (isNightly)
	test.each(mutants)(
		'finds by whatever seed that $bug',
		async (mutant) => {
			const runs = histories(`where ${mutant.bug}`, 1 / 3);
			expect(await fails(coreWith(mutant), runs)).toBe(true);
		},
		300_000,
	);
