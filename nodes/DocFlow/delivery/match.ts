import type { TakenFile } from '../files/types';
import type { InputFile } from './types';

type Pair = [InputFile, TakenFile];

/** What became of files whose answer was lost. */
export interface Fates {
	taken: Pair[];
	/** Surely not there: these may be sent again. */
	missing: InputFile[];
	unknown: InputFile[];
}

/**
 * A name as both sides spell it: an address has it percent-encoded, a form has quotes so (HTML standard, "multipart
 * form data"), and accents can be written in two ways.
 */
export function nameKey(name: string, isUrl = false): string {
	let plain = name;
	try {
		if (isUrl) plain = decodeURIComponent(name);
	} catch {
		// A lone % is part of the name.
	}
	return plain.replaceAll('"', '%22').normalize('NFC');
}

/** The key of the name of an input file. */
export const keyOf = ({ name, content }: InputFile): string => nameKey(name, content === undefined);

/** The members of a list by a key, in their order. */
export function groupBy<T>(list: T[], key: (one: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const one of list) {
		const group = groups.get(key(one));
		if (group === undefined) groups.set(key(one), [one]);
		else group.push(one);
	}
	return groups;
}

/** Files of both sides, the first with the first. */
export const inPairs = (files: InputFile[], stored: TakenFile[]): Pair[] =>
	files.map((file, at): Pair => [file, stored[at]]);

/** Some files in the order of all. */
export function inOrder(some: InputFile[], all: InputFile[]): InputFile[] {
	const chosen = new Set(some);
	return all.filter((file) => chosen.has(file));
}

/**
 * Which file each one that an answer lists is: by name, two of one name in order; the rest by place when as many are
 * listed as were sent. Where the answer lists some of a name but not all, nobody can tell which: they are unknown.
 * `missing` are files of which the answer lists none.
 */
export function matchAnswer(files: InputFile[], listed: TakenFile[]): Fates {
	const distinct = [...new Map(listed.map((stored) => [stored.id, stored])).values()];
	const listedBy = groupBy(distinct, ({ name }) => nameKey(name));
	const fates: Fates = { taken: [], missing: [], unknown: [] };
	for (const [key, group] of groupBy(files, keyOf)) {
		const stored = listedBy.get(key) ?? [];
		if (stored.length === 0) fates.missing.push(...group);
		else if (stored.length === group.length) fates.taken.push(...inPairs(group, stored));
		else fates.unknown.push(...group);
	}
	const named = new Set(files.map(keyOf));
	const renamed = distinct.filter(({ name }) => !named.has(nameKey(name)));
	if (renamed.length > 0) {
		const open = inOrder(fates.missing.splice(0), files);
		if (renamed.length === open.length && fates.unknown.length === 0)
			fates.taken.push(...inPairs(open, renamed));
		else fates.unknown.push(...open);
	}
	const place = new Map(files.map((file, at) => [file, at]));
	fates.taken.sort(([a], [b]) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
	return {
		...fates,
		missing: inOrder(fates.missing, files),
		unknown: inOrder(fates.unknown, files),
	};
}
