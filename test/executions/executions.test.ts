import * as fc from 'fast-check';

import type { Book } from './book';
import { copyOfNode, removeCopies } from './copies';
import { play } from './play';
import { type Row, writeExecutionsReport } from './report';
import { executions } from './runs';
import { type Scenario, scenarioOf } from './scenario';
import { SHAPES } from './shapes';
import { useStage } from './useStage';

/** As many processes as a scenario can have. */
const PROCESSES = 6;

const stage = useStage(() =>
	Array.from({ length: PROCESSES }, (_, at) => copyOfNode(`process ${at}`)),
);
const rows: Row[] = [];
afterAll(() => {
	removeCopies();
	writeExecutionsReport(rows);
});

/** Of the runs that fail, the log too: what the node asked and said, in order. */
const told = ({ wrong, log }: Book) => (wrong.length === 0 ? [] : [...wrong, ...log]);

test.each(SHAPES)(
	'$name: every file once, each item its own file, unknown only what is',
	async (shape) => {
		const property = fc.asyncProperty(scenarioOf(shape), async (scenario: Scenario) => {
			const book = await play(scenario, stage());
			rows.push({ scenario, book });
			expect(told(book)).toEqual([]);
		});
		await fc.assert(property, executions(shape.name, 1 / SHAPES.length));
	},
	600_000,
);
