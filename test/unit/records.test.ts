import fc from 'fast-check';

import type { DocFlowFile } from '../../nodes/DocFlow/files/types';
import { type OutputOptions, toItems } from '../../nodes/DocFlow/output';

type Shape = 'simplified' | 'rows' | 'fields';

/** Labels that documents have, and those that look like what this node makes of them. */
const label = fc.oneof(
	fc.constantFrom(
		...['Amount', 'Total Due', 'total_due', 'Total_Due', 'Total-Due', '金额', '发票号码', ''],
		...['Amount (2)', 'Amount (field)', 'Amount (column)', 'Line Amount', 'Line Amount (2)'],
		...['status', 'error', 'row_key', 'table_name', 'stamps', 'invoiceVerifyStatus', 'field'],
		...['0', '7', '2026', '-1', '__proto__', 'constructor', 'ID', 'createdAt', 'key', 'name'],
	),
	fc.string({ maxLength: 6 }),
);

const named = label.filter(Boolean);

interface Draft {
	fields: string[];
	tables: Array<{ tableName: string; items: string[][] }>;
	items: string[][];
	stamps: number;
}

const rows = fc.array(fc.array(label, { maxLength: 4 }), { maxLength: 3 });
const draft: fc.Arbitrary<Draft> = fc.record({
	fields: fc.array(label, { maxLength: 8 }),
	tables: fc.array(fc.record({ tableName: fc.constantFrom('t', 'u'), items: rows }), {
		maxLength: 3,
	}),
	items: rows,
	stamps: fc.nat(2),
});

/** The data of a draft, each value another one, so that it can be found again. */
function dataOf({ fields, tables, items, stamps }: Draft, next: () => string) {
	const cell = (key: string) => ({ key, value: next(), confidence: 0.5, position: [{ page: 0 }] });
	const cells = (list: string[][]) => list.map((row) => row.map(cell));
	return {
		fields: fields.map(cell),
		tables: tables.map((table) => ({ ...table, items: cells(table.items) })),
		items: cells(items),
		stamps: Array.from({ length: stamps }, () => ({ text: next(), type: next(), color: next() })),
		handwritings: [{ text: next() }],
	};
}

const id = fc.bigInt({ min: 10n ** 18n, max: 2n ** 63n }).map(String);
const file = fc
	.record({ id, own: draft, children: fc.array(fc.record({ id, own: draft }), { maxLength: 2 }) })
	.map((parts) => {
		let count = 0;
		const values: string[] = [];
		const next = () => {
			values.push(`v${count++}.`);
			return values[count - 1];
		};
		const common = { name: 'a.pdf', recognition_status: 1, batch_number: '1' };
		const record: DocFlowFile = {
			...common,
			id: parts.id,
			data: dataOf(parts.own, next),
			child_files: parts.children.map((child) => ({
				...common,
				id: child.id,
				data: dataOf(child.own, next),
			})),
		};
		return { record, values };
	});

const form: fc.Arbitrary<Partial<OutputOptions>> = fc.record({
	columnPrefix: fc.constantFrom('Line ', '', 'row_', '行', '1'),
	safeNames: fc.boolean(),
	confidence: fc.constantFrom(undefined, 0.8),
	values: fc.constantFrom('text', 'typed'),
	safeText: fc.boolean(),
});

const put = (record: DocFlowFile, output: Shape, more: Partial<OutputOptions>) =>
	toItems(record, { output, fieldNames: 'key', splitChildren: true, ...more });

const RUNS = { numRuns: 300 };

test.each(['rows', 'fields'] as const)('no value of a record is missing from %s', (output) =>
	fc.assert(
		fc.property(file, form, ({ record, values }, more) => {
			// Stamps stand with others in one text; a value ends with a dot.
			const text = JSON.stringify(put(record, output, more).map(Object.values));
			for (const value of values) expect(text).toContain(value);
		}),
		RUNS,
	),
);

test('keys are unique, text that is no number, and the same at every run', () =>
	fc.assert(
		fc.property(
			fc.uniqueArray(file, { selector: ({ record }) => record.id }),
			form,
			(files, more) => {
				const keys = (output: Shape, name: string) =>
					files.flatMap(({ record }) =>
						put(record, output, more).map((item) => String(item[name])),
					);
				for (const [output, name] of [
					['simplified', 'file_key'],
					['rows', 'row_key'],
					['fields', 'row_key'],
				] as const) {
					const all = keys(output, name);
					expect(new Set(all).size).toBe(all.length);
					for (const key of all) expect(Number(key)).toBeNaN();
					expect(keys(output, name)).toEqual(all);
				}
			},
		),
		{ numRuns: 60 },
	));

test('a column is called the same whatever else its document holds, and stays in its place', () =>
	fc.assert(
		fc.property(
			fc.uniqueArray(named, { maxLength: 10 }),
			fc.uniqueArray(named, { maxLength: 6 }),
			form,
			fc.infiniteStream(fc.boolean()),
			(fields, columns, more, coin) => {
				const cell = (key: string, at: number) => ({ key, value: `v${at}` });
				const full = {
					fields: fields.map(cell),
					tables: [{ items: [columns.map((key, at) => cell(key, fields.length + at))] }],
				};
				const kept = (list: object[]) => list.filter(() => coin.next().value);
				const part = {
					fields: kept(full.fields),
					tables: [{ items: [kept(full.tables[0].items[0])] }],
				};
				const namesOf = (data: object) => {
					const record = { id: '1', name: '', recognition_status: 1, data };
					const [row] = put(record, 'rows', { ...more, safeText: false, values: 'text' });
					return Object.entries(row).filter(([, value]) => /^v\d+$/.test(String(value)));
				};
				const all = namesOf(full);
				// Each has a column of its own, in the order in which it stood.
				expect(all.map(([, value]) => value)).toEqual(
					[...fields, ...columns].map((_, at) => `v${at}`),
				);
				const names = new Map(all.map(([name, value]) => [value, name]));
				for (const [name, value] of namesOf(part)) expect(name).toBe(names.get(value));
			},
		),
		RUNS,
	));

test('columns asked for are there whatever a document holds', () =>
	fc.assert(
		fc.property(
			file,
			fc.uniqueArray(label, { minLength: 1 }),
			form,
			({ record }, columns, more) => {
				for (const output of ['simplified', 'rows', 'fields'] as const)
					for (const item of put(record, output, { ...more, columns }))
						expect(new Set(Object.keys(item))).toEqual(new Set(columns));
			},
		),
		{ numRuns: 200 },
	));

test("safe names are what n8n's Data Table takes", () =>
	fc.assert(
		fc.property(file, form, ({ record }, more) => {
			const items = put(record, 'rows', { ...more, safeNames: true });
			for (const name of new Set(items.flatMap(Object.keys)))
				expect(name).toMatch(/^(?!(id|createdat|updatedat)$)[a-z][a-z0-9_]{0,62}$/i);
		}),
		RUNS,
	));
