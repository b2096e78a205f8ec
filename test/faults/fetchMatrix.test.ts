import { useBinaryMode } from '../../demo/engine/engine';
import {
	expected,
	type FetchCell,
	fetchCellsOf,
	isSound,
	missingIn,
	playFetchCell,
	repeatedIn,
} from './fetchCell';
import { READ_CASES } from './readCases';
import { READ_FAULTS, READ_MOMENTS } from './readFaults';
import { type Row, writeFetchReport } from './report';

const rows: Row[] = [];
beforeAll(async () => await useBinaryMode('default'));
afterAll(() => writeFetchReport(rows));

const titleOf = ({ moment, case: one, continueOnFail }: FetchCell) =>
	`${moment.name}: ${one.name}${continueOnFail ? ', continuing on fail' : ''}`;

describe.each(READ_FAULTS)('$name', (fault) => {
	test.each(
		fetchCellsOf(fault, READ_MOMENTS, READ_CASES).map((cell) => ({ what: titleOf(cell), cell })),
	)('$what', async ({ cell }) => {
		const outcome = await playFetchCell(cell);
		const { first, later, given, came } = outcome;
		const lost = missingIn(outcome);
		const doubled = repeatedIn(outcome);
		rows.push({ cell, survived: first.errors.length === 0 && lost === 0, lost, doubled });
		expect(first.errors.length > 0 ? 'an error' : 'all').toBe(expected(cell));
		expect([lost, doubled]).toEqual([0, 0]);
		// What a poll could not read comes after the others.
		if (later === undefined || !cell.case.isPoll) expect(came).toEqual(given.map(({ id }) => id));
		expect([isSound(first, given), later === undefined || isSound(later, given)]).toEqual([
			true,
			true,
		]);
		expect(later?.errors ?? []).toEqual([]);
		// A part never stands without a word: only waiting and polls give one, and each says what is missing.
		if (first.errors.length > 0 && !cell.case.isWaiting && !cell.case.isPoll)
			expect(first.items).toEqual([]);
		for (const { error, description } of first.errors)
			expect(`${error} ${description}`).toContain(fault.says);
	});
});
