// Writes the reference of all operations from the nodes' own descriptions: docs/operations.md, and README.md's table.
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

import { resources } from '../nodes/DocFlow/actions/registry';
import { properties } from '../nodes/DocFlow/trigger/parameters';
import { overviewText, referenceText, withOverview } from './referenceText';

const PAGE = 'docs/operations.md';
const root = join(__dirname, '..');

/** Both files as they should be, by path. */
export function referenceFiles(): Record<string, string> {
	const readme = readFileSync(join(root, 'README.md'), 'utf8');
	return {
		[PAGE]: `${referenceText(resources, properties)}\n`,
		'README.md': withOverview(readme, overviewText(resources, PAGE)),
	};
}

if (require.main === module)
	for (const [path, text] of Object.entries(referenceFiles()))
		writeFileSync(join(root, path), text);
