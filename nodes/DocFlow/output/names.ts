import { createHash } from 'crypto';

import type { Cell } from './document';
import { METADATA } from './metadata';

/** Columns of what documents hold besides their fields (DocFlow API, invoiceVerifyResult). */
const DOCUMENT: ReadonlySet<string> = new Set([
	'stamps',
	'handwritings',
	'invoiceVerifyStatus',
	'invoiceVerifyErrorCode',
	'invoiceVerifyCanRetry',
	'invoiceVerifyFailMsg',
	'invoiceVerifyResult',
]);
/** Columns of this node's own making. What a document calls the same gets another name, in every document. */
const RESERVED: ReadonlySet<string> = new Set([
	...METADATA,
	'row_key',
	'table_name',
	'table_index',
	'row_index',
	'confidence_min',
	'low_confidence_fields',
	...DOCUMENT,
	// n8n takes an item with it for a failed one.
	'error',
]);
/** Columns that every Data Table of n8n has already, whichever case. */
const TABLE_OWN = new Set(['id', 'createdat', 'updatedat']);

/** JavaScript puts such names before all others, wherever they stood. */
const WHOLE_NUMBER = /^(0|[1-9]\d{0,9})$/;
/** The endings that are given here: a document's own must not be taken for them. */
const OWN_ENDING = / \((field|column|document|\d+)\)$/;

/** Where a name comes from. That of a `value` is no column: only its own endings matter. */
type Source = 'field' | 'column' | 'document' | 'value';

const SNAKE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const WORDS = /^(?=.*[A-Z])[A-Za-z][A-Za-z0-9]*( [A-Za-z0-9]+)*$/;
/** n8n's Data Table takes 63 characters; endings need some of them. */
const [MAX_PLAIN, MAX_READABLE] = [48, 36];

/** What of a text an English reader can read. */
const readablePart = (text: string): string =>
	text.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '');

/**
 * A name of letters, digits and `_`, beginning with a letter, at most 48 characters. No two names become one: those that
 * don't show all there was to see end in a digest of it. In place of a name
 * in another script, `other` is shown before the digest where it has something to read.
 */
function safeName(name: string, other: string): string {
	if (name.length <= MAX_PLAIN && (SNAKE.test(name) || WORDS.test(name)))
		return name.replace(/ /g, '_');
	const isForeign = /\p{L}/u.test(name.replace(/\p{Script=Latin}/gu, ''));
	const readable = (isForeign && readablePart(other)) || readablePart(name);
	const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
	const start = /^[A-Za-z]/.test(readable) ? '' : readable === '' ? 'f' : 'f_';
	return `${start}${readable.slice(0, MAX_READABLE)}_${digest}`;
}

/** How columns are called. */
export interface Names {
	/** The column of a name, which depends on nothing else in the document. `identifier`: the field's other name, if any. */
	of(label: string, source: Source, identifier?: string): string;
	/** The column where the same name comes for the n-th time in one document. */
	nth(name: string, count: number): string;
	/** Gives each label its column, those of one row or document in turn. */
	columns(source: Source): (cell: Pick<Cell, 'label' | 'identifier'>) => string;
}

/**
 * The rules by which labels become columns. With a `prefix`, columns of tables begin with it, and no field does;
 * without one there are no columns of tables. `isSafe`: letters, digits and `_` only.
 */
export function namesFor(prefix: string | undefined, isSafe: boolean): Names {
	const known: Record<Source, Map<string, string>> = {
		field: new Map(),
		column: new Map(),
		document: new Map(),
		value: new Map(),
	};
	const make = (label: string, source: Source, identifier: string): string => {
		if (source === 'value') return OWN_ENDING.test(label) ? `${label} (field)` : label;
		const whole = (name: string) => (source === 'column' ? `${prefix ?? ''}${name}` : name);
		const base = whole(label);
		const isOurs = source === 'document' && DOCUMENT.has(base);
		const isPrefixed = source !== 'column' && prefix !== undefined && base.startsWith(prefix);
		if (isSafe) {
			const name = safeName(base, identifier === '' ? '' : whole(identifier));
			const isTaken = RESERVED.has(name) || TABLE_OWN.has(name.toLowerCase()) || isPrefixed;
			return (isTaken || source === 'document') && !isOurs ? `${name}__${source}` : name;
		}
		const isTaken = RESERVED.has(base) || isPrefixed || WHOLE_NUMBER.test(base);
		const isMarked = isTaken || OWN_ENDING.test(base) || source === 'document';
		return isMarked && !isOurs ? `${base} (${source})` : base;
	};
	const names: Names = {
		of: (label, source, identifier = '') => {
			const key = isSafe ? JSON.stringify([label, identifier]) : label;
			const name = known[source].get(key) ?? make(label, source, identifier);
			known[source].set(key, name);
			return name;
		},
		nth: (name, count) =>
			count === 1 ? name : isSafe ? `${name}__${count}` : `${name} (${count})`,
		columns: (source) => {
			const counts = new Map<string, number>();
			return ({ label, identifier }) => {
				const name = names.of(label, source, identifier);
				const count = (counts.get(name) ?? 0) + 1;
				counts.set(name, count);
				return names.nth(name, count);
			};
		},
	};
	return names;
}
