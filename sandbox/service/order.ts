import { createHash } from 'crypto';

import type { Stored } from './store';

/**
 * Order of the list of files, which the API leaves open. `updated` has the latest first, so files move between
 * pages; `shuffled` looks like none and stays the same.
 */
export type Order = 'uploaded' | 'updated' | 'shuffled';

const rank = ({ id }: Stored): string => createHash('md5').update(id).digest('base64');

/** Files, given as they were uploaded, in another order. */
export function inOrder(
	files: Stored[],
	order: Order,
	updated: (file: Stored) => number,
): Stored[] {
	if (order === 'uploaded') return files;
	if (order === 'updated') return [...files].sort((a, b) => updated(b) - updated(a));
	// Each rank is worked out once: there may be many files.
	const ranked = files.map((file) => ({ file, at: rank(file) }));
	return ranked.sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ file }) => file);
}
