import { useBinaryMode } from '../../demo/engine/engine';
import { CASES } from './cases';
import {
	type Cell,
	cellsOf,
	doubledIn,
	isTrue,
	lostIn,
	orderOf,
	type Outcome,
	playCell,
} from './cell';
import { FAULTS, MOMENTS } from './faults';
import { type Row, writeReport } from './report';

/** What must become of each file: mostly all are there; else why not. */
function expected({ fault, moment, case: one }: Cell): 'all' | 'none' | 'some unknown' {
	if (moment.blind) return 'some unknown';
	// In a batch that others may add to, a file of the name that came meanwhile may be another's.
	if (one.holds && fault.stores !== 'none') return 'some unknown';
	// Which of two files of one name was stored, nobody can tell.
	if (fault.stores === 'half' && one.isTwins) return 'some unknown';
	return moment.name === 'every request' && fault.stores === 'none' ? 'none' : 'all';
}

const rows: Row[] = [];
beforeAll(async () => await useBinaryMode('filesystem'));
afterAll(() => writeReport(rows));

describe.each(FAULTS)('$name', (fault) => {
	test.each(
		cellsOf(fault, MOMENTS, CASES).map((cell) => ({
			what: `${cell.moment.name}: ${cell.case.name}`,
			cell,
		})),
	)('$what', async ({ cell }) => {
		const outcome: Outcome = await playCell(cell);
		const { told } = outcome;
		const fates = new Set(told.map(({ fate }) => fate));
		rows.push({
			cell,
			survived: fates.size === 1 && fates.has('taken'),
			lost: lostIn(outcome),
			doubled: doubledIn(outcome),
		});
		expect(told.filter((file) => !isTrue(file))).toEqual([]);
		expect(outcome.order).toEqual(orderOf(told));
		expect([lostIn(outcome), doubledIn(outcome)]).toEqual([0, 0]);
		const wish = expected(cell);
		if (wish === 'some unknown') expect(fates).toContain('unknown');
		else expect([...fates]).toEqual([wish === 'all' ? 'taken' : 'not taken']);
	});
});
