/** A flat row under construction: names in order, each once. */
export type Columns = Map<string, unknown>;

/** Where the search for a free number begins: a name may come a million times. */
const counts = new WeakMap<Columns, Map<string, number>>();

/**
 * Adds a column without touching those that are there. A name that comes twice from one source becomes
 * `Name (2)`; one that another source already uses becomes `Name (field)`, by the source's own word.
 */
export function addColumn(
	columns: Columns,
	name: string,
	value: unknown,
	source: string,
	taken: ReadonlySet<string>,
): void {
	const base = taken.has(name) ? `${name} (${source})` : name;
	let free = base;
	if (columns.has(base)) {
		const known = counts.get(columns) ?? new Map<string, number>();
		let count = known.get(base) ?? 2;
		while (columns.has((free = `${base} (${count})`))) count++;
		counts.set(columns, known.set(base, count + 1));
	}
	columns.set(free, value);
}

/** The row as a plain object; `__proto__` is a name like any other here. */
export function toRow(columns: Columns): Record<string, unknown> {
	return Object.fromEntries(columns);
}
