import type { IExecuteFunctions } from 'n8n-workflow';

import { inputError } from '../transport/errors';

/**
 * A date parameter as RFC 3339 in UTC, `2026-09-15T08:00:00Z`; a time without a zone is read in the
 * workflow's. Undefined where it is not set. @throws NodeOperationError when it is not a date.
 */
export function readTime(
	context: IExecuteFunctions,
	item: number,
	label: string,
	value: unknown,
): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const text = typeof value === 'string' ? value.trim() : String(value);
	const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text);
	const time = hasZone ? new Date(text) : inZone(text, context.getTimezone());
	if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time.getTime()))
		throw inputError(
			context,
			item,
			`${label} is not a date: ${text.slice(0, 40)}`,
			'Enter it like 2026-09-15T08:00:00Z, or use {{ $now.minus(1, "day").toISO() }}.',
		);
	return time.toISOString().replace('.000Z', 'Z');
}

/** A wall-clock time of the given zone as an instant: off by the offset that zone has around then. */
function inZone(text: string, zone: string): Date {
	const utc = new Date(`${text.length === 10 ? `${text}T00:00:00` : text.replace(' ', 'T')}Z`);
	if (Number.isNaN(utc.getTime())) return utc;
	const shown = new Date(`${utc.toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T')}Z`);
	return new Date(2 * utc.getTime() - shown.getTime());
}
