import * as fc from 'fast-check';

import { LIMITS } from '../../nodes/DocFlow/trigger/state';
import { isNightly } from '../support/nightly';
import { core } from './core';
import { history, type History, historyOf } from './history';
import { coreWith, type Mutant, mutants, removeCopies } from './mutants';
import { play } from './play';
import { histories } from './runs';
import { type Core, coreStage } from './stage';

afterAll(removeCopies);

interface Plays {
	among: fc.Arbitrary<History>;
	/** That of the run unless told. */
	seed?: number;
	numRuns: number;
}

/** The same at each push. Short plays by several seeds meet the rare bugs sooner than a long one by one seed. */
const SEEDS = Array.from({ length: 40 }, (_, at) => at + 1);
/** The plays that showed a bug, by what tells them apart. */
const biting = new Map<string, Plays>();

const among = (mutant: Mutant) => (mutant.among === undefined ? history : historyOf(mutant.among));

/** Whether a core breaks a promise in one of these histories. */
async function fails(core: Core, plays: Plays): Promise<boolean> {
	const property = fc.asyncProperty(
		plays.among,
		async (one) => await play(one, coreStage(core, one, LIMITS)),
	);
	return (await fc.check(property, { ...plays, endOnFailure: true })).failed;
}

// A simulation that can't fail shows nothing: each bug that pollers are known for is put back, and must be found.
test.each(mutants)('finds that $bug', async (mutant) => {
	const core = coreWith(mutant);
	for (const seed of SEEDS) {
		const plays = { among: among(mutant), seed, numRuns: 100 };
		if (!(await fails(core, plays))) continue;
		biting.set(`${mutant.among} ${seed}`, plays);
		return;
	}
	throw new Error(`Not in ${SEEDS.length} plays`);
});

test('a sound core passes the plays that show the bugs', async () => {
	expect(biting.size).toBeGreaterThan(0);
	for (const plays of biting.values()) expect(await fails(core, plays)).toBe(false);
});

if (isNightly)
	test.each(mutants)(
		'finds by whatever seed that $bug',
		async (mutant) => {
			const runs = histories(`where ${mutant.bug}`, 1 / 3);
			expect(await fails(coreWith(mutant), { among: among(mutant), ...runs })).toBe(true);
		},
		300_000,
	);
