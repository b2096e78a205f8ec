import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { inspect } from 'util';

/** Values of an object by every key it has, its getters and its prototypes' getters among them. */
function valuesOf(target: object): unknown[] {
	const values: unknown[] = [];
	for (
		let at: object | null = target;
		at !== null && at !== Object.prototype && at !== Function.prototype;
		at = Object.getPrototypeOf(at) as object | null
	)
		for (const key of Reflect.ownKeys(at)) {
			const property = Object.getOwnPropertyDescriptor(at, key);
			if (at !== target && property?.get === undefined) continue;
			try {
				values.push(key, Reflect.get(at, key, target));
			} catch {
				// A getter that is not meant for this object.
			}
		}
	return values;
}

/** Every text that can be reached from a value, by whatever way. */
function textsIn(root: unknown): string[] {
	const seen = new Set<unknown>();
	const texts: string[] = [];
	const open = [root];
	while (open.length > 0) {
		const value = open.pop();
		if (typeof value === 'string' || typeof value === 'symbol') texts.push(String(value));
		if (
			(typeof value !== 'object' && typeof value !== 'function') ||
			value === null ||
			seen.has(value)
		)
			continue;
		seen.add(value);
		if (ArrayBuffer.isView(value)) {
			const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
			texts.push(bytes.toString('utf8'), bytes.toString('latin1'));
			continue;
		}
		if (value instanceof Map || value instanceof Set) open.push(...[...value].flat());
		open.push(...valuesOf(value));
	}
	return texts;
}

/** What n8n keeps of an error that ends an execution (n8n-core, WorkflowExecute). */
const saved = (error: unknown) =>
	error instanceof Error ? { ...error, message: error.message, stack: error.stack } : error;

/** JSON of a value that may point back at itself. */
function jsonOf(value: unknown): string {
	const seen = new Set<unknown>();
	return (
		JSON.stringify(value, (_key, one: unknown) => {
			if (typeof one !== 'object' || one === null) return one;
			if (seen.has(one)) return undefined;
			seen.add(one);
			return one;
		}) ?? ''
	);
}

/** All that a person, a log or a database could see of a value. */
export function everythingOf(value: unknown): string {
	const shown = inspect(value, {
		depth: Infinity,
		showHidden: true,
		getters: true,
		maxArrayLength: Infinity,
		maxStringLength: Infinity,
		breakLength: Infinity,
	});
	return [...textsIn(value), jsonOf(value), jsonOf(saved(value)), shown, String(value)].join('\n');
}

/** Records all that is written into n8n's log, at whatever level, until mocks are restored. */
export function watchLog(): unknown[] {
	const lines: unknown[] = [];
	const logger = Container.get(Logger);
	for (const level of ['error', 'warn', 'info', 'debug'] as const)
		Object.defineProperty(logger, level, {
			configurable: true,
			writable: true,
			value: (...line: unknown[]) => lines.push(line),
		});
	for (const method of ['log', 'warn', 'error', 'info', 'debug'] as const)
		jest.spyOn(console, method).mockImplementation((...line: unknown[]) => void lines.push(line));
	return lines;
}
