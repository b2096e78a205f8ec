/** Whether a value is a JSON object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value where an object is due: an object as it is, nothing as an empty one, anything else as its member `name`. */
export function recordOf(value: unknown, name: string): Record<string, unknown> {
	if (isRecord(value)) return value;
	return value === undefined || value === null ? {} : { [name]: value };
}

/** A value where a list is due: a list as it is, nothing as an empty one, anything else as its only member. */
export function listOf(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	return value === undefined || value === null ? [] : [value];
}

/** A value where text is due: text as it is, nothing as an empty one, anything else as JSON. */
export function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** A JSON array given as text, as an agent's tool writes it, as an array; any other value as it is. */
export function arrayOf(value: unknown): unknown {
	if (typeof value !== 'string' || !/^\s*\[/.test(value)) return value;
	try {
		return JSON.parse(value);
	} catch {
		return value;
	}
}

/** Deeper than any document; n8n itself could not store what is much deeper. */
const MAX_DEPTH = 100;

/** Whether a value is nested too deep to be walked through. */
export function isTooDeep(value: unknown, levels = MAX_DEPTH): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((part) => isTooDeep(part, levels - 1));
}
