import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';

/** What n8n shows of an output before the first run (n8n-core, output-schema-resolver). */
interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What may be missing is text: of a value that is not there the type can't be told. */
const typeOf = (value: unknown): string =>
	value === null ? 'string' : Number.isInteger(value) ? 'integer' : typeof value;

/** The shape that all of these values have. What only some have, as documents have fields of their own, is not in it. */
function shapeOf(values: unknown[]): Schema {
	const known = values.filter((value) => value !== null);
	const [first = null] = known;
	if (Array.isArray(first)) {
		const all = known.flat();
		return { type: 'array', ...(all.length > 0 && { items: shapeOf(all) }) };
	}
	if (!isObject(first)) return { type: typeOf(first) };
	const rows = known.filter(isObject).map((row) => new Map(Object.entries(row)));
	const names = [...rows[0].keys()].filter((name) => rows.every((row) => row.has(name)));
	return {
		type: 'object',
		properties: Object.fromEntries(
			names.map((name) => [name, shapeOf(rows.map((row) => row.get(name)))]),
		),
	};
}

const folder = join(__dirname, '../../nodes/DocFlow/__schema__');

/** Output has the shape that a file below `__schema__` promises; with `WRITE_SCHEMAS` it becomes that file. */
export function expectSchema(path: string, output: unknown[]): void {
	const file = join(folder, `${path}.json`);
	const text = `${JSON.stringify({ ...shapeOf(output), version: 1 }, null, '\t')}\n`;
	if (process.env.WRITE_SCHEMAS) {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
	}
	expect(readFileSync(file, 'utf8')).toBe(text);
}
