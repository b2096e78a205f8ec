import * as fc from 'fast-check';

import type { Book } from './book';
import { processesOfNode } from './copies';
import { play } from './play';
import { type Row, writeExecutionsReport } from './report';
import { executions } from './runs';
import { type Scenario, scenarioOf } from './scenario';
import { SHAPES } from './shapes';
import { useStage } from './useStage';

/** Of the runs that fail, the log too: what the node asked and said, in order. */
const told = ({ wrong, log }: Book) => (wrong.length === 0 ? [] : [...wrong, ...log]);

/** Tests of every second of the shapes, from a place on: two files of tests share them, each on a core of its own. */
export function testEverySecondShape(from: 0 | 1): void {
	const stage = useStage(() => processesOfNode());
	const rows: Row[] = [];
	afterAll(() => writeExecutionsReport(rows));
	// The report is written by one file, of all shapes.
	const isAlone = process.env.WRITE_RELIABILITY !== undefined;
	const shapes = SHAPES.map((shape, at) => ({ ...shape, at }));

	test.each(shapes.filter(({ at }) => isAlone || at % 2 === from))(
		'$name: every file once, each item its own file, unknown only what is',
		async ({ at }) => {
			const property = fc.asyncProperty(scenarioOf(SHAPES[at]), async (scenario: Scenario) => {
				const book = await play(scenario, stage());
				rows.push({ scenario, book });
				expect(told(book)).toEqual([]);
			});
			await fc.assert(property, executions(at));
		},
		600_000,
	);
}
