import * as fc from 'fast-check';

import { useBinaryMode } from '../../demo/engine/engine';
import type { Fault } from '../../sandbox/faults';
import { runs } from '../support/nightly';
import { CASES } from './cases';
import { doubledIn, isTrue, lostIn, orderOf, play } from './cell';
import { FAULTS } from './faults';

/** One after the other, each upload request meets one of these; `skip` lets one pass. */
const quick = FAULTS.filter(({ isSlow }) => !isSlow).map(({ fault }) => fault);
const onUpload = fc
	.record({ fault: fc.constantFrom(...quick), skip: fc.nat({ max: 1 }) })
	.map(({ fault, skip }): Fault => ({ ...fault, skip }));
const onLookUp = fc.record({ times: fc.constantFrom(2, 5, 40), skip: fc.nat({ max: 4 }) });
const failing = onLookUp.map(({ times, skip }): Fault => ({
	kind: 'status',
	status: 503,
	path: '/file/fetch',
	times,
	skip,
}));

beforeAll(async () => await useBinaryMode('filesystem'));

test('whatever mix of faults: nothing lost, nothing doubled, and every word about a file is true', async () => {
	const several = CASES.filter(({ isMany, isTwins }) => isMany || isTwins);
	const mix = fc.record({
		one: fc.constantFrom(...several),
		uploads: fc.array(onUpload, { maxLength: 8 }),
		lookUps: fc.option(failing, { nil: undefined, freq: 2 }),
	});
	await fc.assert(
		fc.asyncProperty(mix, async ({ one, uploads, lookUps }) => {
			const outcome = await play(one, lookUps === undefined ? uploads : [...uploads, lookUps]);
			expect(outcome.told.filter((file) => !isTrue(file))).toEqual([]);
			expect(outcome.order).toEqual(orderOf(outcome.told));
			expect([lostIn(outcome), doubledIn(outcome)]).toEqual([0, 0]);
		}),
		{ numRuns: runs(40) },
	);
});

test('of files with one name in several requests, one lost before and one after it was stored are told apart', async () => {
	const one = CASES.find(({ name }) => name === 'one name in three requests')!;
	const path = '/file/upload';
	const { told } = await play(one, [
		{ kind: 'drop-before', path },
		{ kind: 'drop-after', path },
		{ kind: 'drop-after', path },
	]);
	expect(
		told.map(({ fate, copies, stored, sha256 }) => [fate, copies, stored?.sha256 === sha256]),
	).toEqual(Array(3).fill(['taken', 1, true]));
});
