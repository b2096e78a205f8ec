import fc from 'fast-check';

import { readFilePages, readList } from '../../nodes/DocFlow/files/list';
import { parseFile } from '../../nodes/DocFlow/files/parse';
import { type DocFlowFile, hasFailed, isFinished } from '../../nodes/DocFlow/files/types';
import { isRecord, listOf, recordOf, textOf } from '../../nodes/DocFlow/json';
import { toItems } from '../../nodes/DocFlow/output';
import { dataOf } from '../../nodes/DocFlow/output/document';
import { METADATA } from '../../nodes/DocFlow/output/metadata';
import { readAnswer } from '../../nodes/DocFlow/transport/answer';
import { Unreadable } from '../../nodes/DocFlow/transport/unreadable';
import { runs } from '../support/nightly';
import { anyAnswer, anyData, anyFile } from './answers';

const SHAPES = (['simplified', 'rows', 'fields', 'raw'] as const).flatMap((output) =>
	(['key', 'identifier', 'translated'] as const).map((fieldNames) => ({
		output,
		fieldNames,
		splitChildren: true,
	})),
);
const RUNS = { numRuns: runs(1000) };

/** What a reader gives, or undefined when it refused with an error of ours. */
function read<T>(reader: () => T): T | undefined {
	try {
		return reader();
	} catch (error) {
		expect(error).toBeInstanceOf(Unreadable);
		return undefined;
	}
}

/** Puts a file out in every way. */
function putOut(file: DocFlowFile): void {
	expect([isFinished(file), hasFailed(file)]).toEqual([expect.any(Boolean), expect.any(Boolean)]);
	for (const shape of SHAPES) expect(() => JSON.stringify(toItems(file, shape))).not.toThrow();
	expect(toItems(file, SHAPES[0]).length).toBeGreaterThan(0);
}

const sound = { id: '1', recognition_status: 1 };

describe('whatever comes is read and put out, or refused', () => {
	let count = 0;
	beforeEach(() => (count = 0));
	const countIn = (file: DocFlowFile) => {
		count++;
		putOut(file);
	};
	// Fuzz that never gets past the guard would show nothing.
	afterEach(() => expect(count).toBeGreaterThan(RUNS.numRuns / 20));

	test('an answer', () => {
		fc.assert(
			fc.property(anyAnswer, (body) => {
				const answer = readAnswer({ statusCode: 200, headers: {}, body });
				const list = 'result' in answer ? read(() => readList(answer.result)) : undefined;
				list?.files.forEach(countIn);
				if ('failure' in answer)
					expect(
						Object.values(answer.failure).every((part) =>
							['string', 'number', 'undefined'].includes(typeof part),
						),
					).toBe(true);
			}),
			RUNS,
		);
	});

	test('a file', () =>
		fc.assert(
			fc.property(anyFile, (value) => {
				const file = read(() => parseFile(value));
				if (file !== undefined) countIn(file);
			}),
			RUNS,
		));

	test('the data of a file, of which no field, row or cell gets lost', () =>
		fc.assert(
			fc.property(anyData, (data) => {
				const file = parseFile({ ...sound, data });
				countIn(file);
				const [simplified, rows] = [SHAPES[0], SHAPES[3]].map((shape) => toItems(file, shape));
				const {
					fields,
					stamps,
					handwritings,
					tables,
					items,
					invoiceVerifyResult: check,
				} = dataOf(file);
				// A mark that says nothing has no column.
				const says = (mark: unknown) =>
					isRecord(mark)
						? ['text', 'type', 'color', 'shape'].some((name) => textOf(mark[name]).trim() !== '')
						: textOf(mark) !== '';
				const marks = [stamps, handwritings].filter((list) => listOf(list).some(says)).length;
				const columns =
					METADATA.length +
					listOf(fields).length +
					marks +
					Object.keys(recordOf(check, 'check')).length;
				expect(Object.keys(simplified[0]).length).toBe(columns);
				const all = listOf(tables)
					.flatMap((table) => listOf(recordOf(table, 'items').items))
					.map(listOf);
				const legacy = listOf(items).map(listOf);
				// The key of the row, and its place in three columns.
				const widths = (list: unknown[][]) => list.map((cells) => columns + 4 + cells.length);
				const seen = rows.map((row) => Object.keys(row).length);
				const given = widths(all.length > 0 ? all : legacy.length > 0 ? legacy : [[]]);
				expect(seen.slice(0, given.length)).toEqual(given);
				// `items` beside tables is one of them, or comes after them.
				expect([[], widths(legacy)]).toContainEqual(seen.slice(given.length));
			}),
			RUNS,
		));
});

test('what is nested without an end is refused before it is walked through', () => {
	const deep = (open: string, close: string) =>
		JSON.parse(`${open.repeat(50_000)}${close.repeat(50_000)}`) as unknown;
	expect(() => parseFile({ ...sound, data: deep('[', ']') })).toThrow(/nested too deep/);
	expect(() => parseFile(deep('{"id":"1","child_files":[', ']}'))).toThrow(/nested too deep/);
});

test('a name that comes a hundred thousand times does not hang', () => {
	const fields = Array.from({ length: 100_000 }, (_, value) => ({ key: 'a', value }));
	const [json] = toItems(parseFile({ ...sound, data: { fields } }), SHAPES[0]);
	expect(json).toMatchObject({ a: 0, 'a (2)': 1, 'a (100000)': 99_999 });
});

test.each([
	['no total', NaN, 1000],
	['a total that grows', undefined, 1000],
	['a total that is small', 5, 1000],
	['an immense total', 2 ** 53 - 1, 1],
])('pages with new files for ever and %s come to an end', async (_what, total, size) => {
	let next = 0;
	const page = async () =>
		await Promise.resolve({
			files: Array.from({ length: size }, () => ({
				id: String(next++),
				name: '',
				recognition_status: 1,
			})),
			time: 0,
			total: total ?? next + 5,
		});
	if (total === 5) expect((await readFilePages(page, size)).files.length).toBe(1000);
	else await expect(readFilePages(page, size)).rejects.toThrow(/list of files does not end/);
});
