import * as fc from 'fast-check';

import type { Order } from '../../sandbox/service/order';
import { history, type History } from './history';
import { nodeStage, startScene } from './node';
import { play } from './play';
import { histories } from './runs';

/** What the stand-in and one process of n8n can play. */
const inMemory = (one: History): History => ({
	...one,
	host: 'memory',
	meanwhile: [],
	events: one.events.filter(({ kind }) => kind !== 'damage' && kind !== 'own'),
});

afterEach(() => jest.restoreAllMocks());

// The same promises as of the core, kept by the whole node over real HTTP.
test.each<[Order, number]>([
	['uploaded', 1000],
	['updated', 4],
	['shuffled', 3],
])(
	'the real node, with files listed as %s and pages of %i',
	async (order, maxPage) => {
		const scene = await startScene(order, maxPage);
		jest.spyOn(Date, 'now').mockImplementation(scene.now);
		const property = fc.asyncProperty(
			history,
			async (one) => await play(inMemory(one), nodeStage(one, scene)),
		);
		await fc.assert(property, histories(`the node, ${order}`, 1 / 40)).finally(scene.sandbox.close);
	},
	900_000,
);
