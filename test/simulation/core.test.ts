import * as fc from 'fast-check';

import { LIMITS } from '../../nodes/DocFlow/trigger/state';
import { core } from './core';
import { FOUND } from './found';
import { history, punctual } from './history';
import { play } from './play';
import { histories } from './runs';
import { coreStage } from './stage';

const LONG = 900_000;

test.each(Object.entries(FOUND))('what was found once stays mended: %s', async (_what, one) => {
	await play(one, coreStage(core, one, LIMITS));
});

test(
	'every finished run fires, and fires once',
	async () => {
		const property = fc.asyncProperty(
			history,
			async (one) => await play(one, coreStage(core, one, LIMITS)),
		);
		await fc.assert(property, histories('the core'));
	},
	LONG,
);

// Room for a few runs only: the oldest are forgotten all the time.
test(
	'with a memory that is too small, first runs still fire, once, and the state keeps its size',
	async () => {
		const limits = { ...LIMITS, stateSize: 600, leastMemory: 200 };
		const property = fc.asyncProperty(
			history.filter(({ settings }) => settings.event !== 'fileVerified').map(punctual),
			async (one) => await play(one, coreStage(core, one, limits)),
		);
		await fc.assert(property, histories('the core with little memory', 1 / 4));
	},
	LONG,
);
