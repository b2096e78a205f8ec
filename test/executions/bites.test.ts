import * as fc from 'fast-check';

import { type Processes, processesOfNode, removeChanged } from './copies';
import { play } from './play';
import { type Planted, planted } from './planted';
import { type Scenario, scenarioOf } from './scenario';
import { SHAPES } from './shapes';
import { useStage } from './useStage';

/** The same at each push. Short plays by several seeds meet a rare fault sooner than a long one by one seed. */
const SEEDS = Array.from({ length: 8 }, (_, at) => at + 1);
const RUNS = 40;

const stage = useStage(() => processesOfNode());
afterAll(removeChanged);

const wrongs = async (scenario: Scenario, processes: Processes): Promise<string[]> =>
	(await play(scenario, { ...stage(), processes })).wrong;

/** A scenario in which a node breaks its promise. */
async function broken(
	{ shape: name, among = () => true, with: made = (scenario) => scenario }: Planted,
	processes: Processes,
): Promise<Scenario | undefined> {
	const scenarios = SHAPES.filter((shape) => shape.name === name).map(scenarioOf);
	const property = fc.asyncProperty(
		fc
			.oneof(...scenarios)
			.filter(among)
			.map(made),
		async (scenario) => (await wrongs(scenario, processes)).length === 0,
	);
	for (const seed of SEEDS) {
		const plays = { seed, numRuns: RUNS, endOnFailure: true };
		const { counterexample } = await fc.check(property, plays);
		if (counterexample !== null) return counterexample[0];
	}
	return undefined;
}

// A test that can't fail shows nothing: each fault is put back, and must be found, and be the only reason.
test.each(planted)(
	'finds that $fault',
	async (one) => {
		const processes = processesOfNode(one);
		const scenario = await broken(one, processes);
		if (scenario === undefined) throw new Error(`Not in ${SEEDS.length * RUNS} scenarios`);
		expect(await wrongs(scenario, stage().processes)).toEqual([]);
	},
	120_000,
);
