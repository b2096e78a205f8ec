import * as fc from 'fast-check';

test('whatever a generated test asks for, it plays by the seed of the run', () => {
	const { seed } = fc.check(
		fc.property(fc.nat(), () => false),
		{ numRuns: 5 },
	);
	expect(String(seed)).toBe(process.env.SEED);
});
