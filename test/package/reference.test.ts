import { readFileSync } from 'fs';
import { join } from 'path';

import { referenceFiles } from '../../scripts/reference';

test('the reference is what the panels say today (else: npm run reference)', () => {
	const files = referenceFiles();
	expect(Object.keys(files)).toEqual(['docs/operations.md', 'README.md']);
	for (const [path, text] of Object.entries(files))
		expect(readFileSync(join(__dirname, '../..', path), 'utf8')).toBe(text);
});
