import fc from 'fast-check';

import { toItems } from '../../nodes/DocFlow/output';
import { readList } from '../../nodes/DocFlow/transport/fetchFiles';
import { readFile } from '../../nodes/DocFlow/transport/readFile';
import { readPages } from '../../nodes/DocFlow/transport/readPages';
import { readEnvelope } from '../../nodes/DocFlow/transport/request';
import { Unreadable } from '../../nodes/DocFlow/transport/unreadable';
import { type DocFlowFile, hasFailed, isFinished } from '../../nodes/DocFlow/types';
import { anyAnswer, anyData, anyFile } from './answers';

const SHAPES = (['simplified', 'rows', 'raw'] as const).flatMap((output) =>
	(['key', 'identifier', 'translated'] as const).map((fieldNames) => ({ output, fieldNames, splitChildren: true })),
);
const RUNS = { numRuns: 2000 };

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
		fc.assert(fc.property(anyAnswer, (body) => {
			const answer = readEnvelope({ statusCode: 200, headers: {}, body });
			const list = 'result' in answer ? read(() => readList(answer.result)) : undefined;
			list?.files.forEach(countIn);
			if ('failure' in answer) expect(Object.values(answer.failure).every((part) => ['string', 'number', 'undefined'].includes(typeof part))).toBe(true);
		}), RUNS);
	});

	test('a file', () => fc.assert(fc.property(anyFile, (value) => {
		const file = read(() => readFile(value));
		if (file !== undefined) countIn(file);
	}), RUNS));

	test('the data of a file, of which no field gets lost', () => fc.assert(fc.property(anyData, (data) => {
		const file = read(() => readFile({ ...sound, data }));
		if (file === undefined) return;
		countIn(file);
		const [json] = toItems(file, SHAPES[0]);
		const { fields, stamps, invoiceVerifyResult } = file.data ?? {};
		const columns = 13 + (fields?.length ?? 0) + (stamps?.length ? 1 : 0) + Object.keys(invoiceVerifyResult ?? {}).length;
		expect(Object.keys(json).length).toBe(columns);
	}), RUNS));
});

test.each(['id', 'task_id', 'parent_task_id', 'batch_number', 'workspace_id', 'category_id'])('%s as a number is exact or refused, in children too', (name) => {
	for (const wrap of [(record: object) => record, (record: object) => ({ ...sound, child_files: [record] })]) {
		const file = readFile(wrap({ ...sound, [name]: 2 ** 53 - 1 }));
		expect(JSON.stringify(file)).toContain(`"${name}":"9007199254740991"`);
		expect(() => readFile(wrap({ ...sound, [name]: 1978297791713619968 }))).toThrow(`the ${name} of a file came as a number that is not exact`);
		expect(() => readFile(wrap({ ...sound, [name]: {} }))).toThrow(`the ${name} of a file is neither text nor a number`);
	}
});

test.each([
	['no id', {}, /has no id/],
	['an empty id', { id: '' }, /has no id/],
	['an endless id', { id: '1'.repeat(201) }, /longer than 200/],
	['no status', { id: '1' }, /recognition_status.*not a whole number/],
	['a status in words', { ...sound, recognition_status: 'constructor' }, /recognition_status/],
	['children that are no list', { ...sound, child_files: {} }, /child_files is not a list/],
	['a name of another type', { ...sound, name: 5 }, /name of a file is not text/],
	['a field that is null', { ...sound, data: { fields: [null] } }, /data.fields holds something that is not a record/],
	['a row that is a record', { ...sound, data: { tables: [{ items: [{ key: 'a' }] }] } }, /a row of a table is not a list/],
])('a file with %s is refused', (_what, record, message) => expect(() => readFile(record)).toThrow(message));

test('what is nested without an end is refused before it is walked through', () => {
	const deep = (open: string, close: string) => JSON.parse(`${open.repeat(50_000)}${close.repeat(50_000)}`) as unknown;
	expect(() => readFile({ ...sound, data: deep('[', ']') })).toThrow(/nested too deep/);
	expect(() => readFile(deep('{"id":"1","child_files":[', ']}'))).toThrow(/nested too deep/);
});

test('a name that comes a hundred thousand times does not hang', () => {
	const fields = Array.from({ length: 100_000 }, (_, value) => ({ key: 'a', value }));
	const [json] = toItems(readFile({ ...sound, data: { fields } }), SHAPES[0]);
	expect(json).toMatchObject({ a: 0, 'a (2)': 1, 'a (100000)': 99_999 });
});

test('an unknown status is shown by its number, and is not the end', () => {
	const file = readFile({ ...sound, recognition_status: 42, verification_status: '77' });
	expect(toItems(file, SHAPES[0])[0]).toMatchObject({ status: 'status 42', verification_status: 'status 77' });
	expect(isFinished(file)).toBe(false);
});

test.each([
	['no total', NaN, 1000], ['a total that grows', undefined, 1000], ['a total that is small', 5, 1000], ['an immense total', 2 ** 53 - 1, 1],
])('pages with new files for ever and %s come to an end', async (_what, total, size) => {
	let next = 0;
	const page = async () => await Promise.resolve({
		files: Array.from({ length: size }, () => ({ id: String(next++), name: '', recognition_status: 1 })),
		total: total ?? next + 5,
	});
	if (total === 5) expect((await readPages(page, size)).files.length).toBe(1000);
	else await expect(readPages(page, size)).rejects.toThrow(/list of files does not end/);
});
