import { failedDocuments, isFinished, openDocuments } from '../../nodes/DocFlow/files/types';

interface Tree {
	id: string;
	name: string;
	recognition_status?: unknown;
	child_files?: Tree[];
}

const file = (id: string, recognition_status?: unknown, child_files?: Tree[]): Tree => ({
	id,
	name: id,
	recognition_status,
	child_files,
});

test.each<[string, Tree, string[]]>([
	['a file that is read', file('a', 20), ['a']],
	['a file without a status', file('a'), ['a']],
	['a finished file', file('a', 1), []],
	['an open child under a finished parent', file('a', 1, [file('b', 1), file('c', 4)]), ['c']],
	['a child without a status under a finished parent', file('a', 1, [file('b')]), []],
	['one under a failed parent', file('a', 2, [file('b', null)]), []],
	['a child of a future status', file('a', 1, [file('b', 42)]), ['b']],
	['children of an open parent', file('a', 6, [file('b', 1), file('c')]), ['a']],
])('%s: what is open', (_what, tree, open) => {
	expect(openDocuments(tree).map(({ id }) => id)).toEqual(open);
	expect(isFinished(tree)).toBe(open.length === 0);
});

test('what failed is the child, where it is one', () => {
	expect(failedDocuments(file('a', 1, [file('b', 2), file('c', 1)])).map(({ id }) => id)).toEqual([
		'b',
	]);
	expect(failedDocuments(file('a', 2)).map(({ id }) => id)).toEqual(['a']);
	expect(failedDocuments(file('a', 1))).toEqual([]);
});
