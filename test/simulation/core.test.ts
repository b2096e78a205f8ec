import * as fc from 'fast-check';

import { baseline } from '../../nodes/DocFlow/trigger/baseline';
import { poll } from '../../nodes/DocFlow/trigger/poll';
import { LIMITS } from '../../nodes/DocFlow/trigger/state';
import { history, punctual } from './history';
import { play } from './play';
import { coreStage } from './stage';

const RUNS = Number(process.env.HISTORIES ?? 12_000);

const core = { baseline, poll };
const options = { numRuns: RUNS, ...(process.env.SEED && { seed: Number(process.env.SEED) }) };
const MINUTES = 15 * 60_000;

test('every finished run fires, and fires once', async () => {
	await fc.assert(fc.asyncProperty(history, async (one) => await play(one, coreStage(core, one, LIMITS))), options);
}, MINUTES);

// Room for a few runs only: the oldest are forgotten all the time.
test('with a memory that is too small, first runs still fire, once, and the state keeps its size', async () => {
	const limits = { ...LIMITS, stateSize: 600, leastMemory: 200 };
	await fc.assert(fc.asyncProperty(history.map(punctual), async (one) => await play(one, coreStage(core, one, limits))), { ...options, numRuns: RUNS / 4 });
}, MINUTES);
