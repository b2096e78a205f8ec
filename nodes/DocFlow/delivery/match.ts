import { byAge } from '../files/ids';
import type { TakenFile } from '../files/types';
import type { InputFile } from './types';

type Pair = [InputFile, TakenFile];

/** What is known when a batch is looked up after answers were lost. */
export interface Evidence {
	/** Ids of files that the batch surely held before the upload began. */
	before: ReadonlySet<string>;
	/** What it holds now. */
	now: TakenFile[];
	/** Ids that are settled: answers listed them, or an earlier look gave them to a file. */
	claimed: ReadonlySet<string>;
	/** The files of each request whose answer is lost. A name stands in one request only. */
	sent: InputFile[][];
	/** Files that are unknown already: what lies there under their name may be one of them. */
	doubtful: InputFile[];
	/** Whether the node made the batch number, so that nobody else adds to it. */
	isOwn: boolean;
}

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

function groupBy<T>(list: T[], key: (one: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const one of list) {
		const group = groups.get(key(one));
		if (group === undefined) groups.set(key(one), [one]);
		else group.push(one);
	}
	return groups;
}

/** Files of both sides, the first with the first. */
const inPairs = (files: InputFile[], stored: TakenFile[]): Pair[] =>
	files.map((file, at): Pair => [file, stored[at]]);

/**
 * Which of the files sent are in the batch. In a batch of the node's own, names and counts prove it, two of one name
 * in order of their ids. In a given one a file of the same name may be another execution's: it proves nothing. Where
 * there is no proof (one of two of a name, more than were sent, a file under a name nobody sent) the answer is
 * unknown: a file counted as missing is sent again and billed, one counted as taken is never looked after again.
 */
export function reconcile(evidence: Evidence): Fates {
	const { before, now, claimed, sent, doubtful, isOwn } = evidence;
	const files = sent.flat();
	const arrived = now.filter(({ id }) => !before.has(id) && !claimed.has(id)).sort(byAge);
	const arrivedBy = groupBy(arrived, ({ name }) => nameKey(name));
	const sentBy = groupBy(files, keyOf);
	const doubtfulNames = new Set(doubtful.map(keyOf));
	const fates: Fates = { taken: [], missing: [], unknown: [] };
	for (const [key, group] of sentBy) {
		const stored = arrivedBy.get(key) ?? [];
		if (stored.length === 0) fates.missing.push(...group);
		else if (isOwn && stored.length === group.length && !doubtfulNames.has(key))
			fates.taken.push(...inPairs(group, stored));
		else fates.unknown.push(...group);
	}
	// DocFlow may have stored a file under another name than it was sent with.
	const strangers = arrived.filter(
		({ name }) => !sentBy.has(nameKey(name)) && !doubtfulNames.has(nameKey(name)),
	);
	if (strangers.length > 0) {
		const open = inOrder(fates.missing.splice(0), files);
		const isPlain =
			isOwn &&
			sent.length === 1 &&
			strangers.length === open.length &&
			fates.unknown.length + doubtful.length === 0;
		if (isPlain) fates.taken.push(...inPairs(open, strangers));
		else fates.unknown.push(...open);
	}
	return {
		...fates,
		missing: inOrder(fates.missing, files),
		unknown: inOrder(fates.unknown, files),
	};
}

/** What is left of a look once a later one failed: what was there stays there, what was missing may have come. */
export function afterFailedLook({ taken, missing, unknown }: Fates): Fates {
	return { taken, missing: [], unknown: [...unknown, ...missing] };
}

/** Some files in the order of all. */
function inOrder(some: InputFile[], all: InputFile[]): InputFile[] {
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
