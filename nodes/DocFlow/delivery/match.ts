import { byAge } from '../files/ids';
import type { TakenFile } from '../files/types';
import type { InputFile } from './types';

/** What is known when a batch is looked up after answers were lost. */
export interface Evidence {
	/** Ids the batch held before the upload began; undefined where nobody could tell. */
	before: ReadonlySet<string> | undefined;
	/** What it holds now. */
	now: TakenFile[];
	/** Ids that are settled: answers listed them, or an earlier look gave them to a file. */
	claimed: ReadonlySet<string>;
	/** The files of each request whose answer is lost. A name stands in one request only. */
	sent: InputFile[][];
	/** Whether the node made the batch number, so that nobody else adds to it. */
	own: boolean;
}

/** What became of files whose answer was lost. */
export interface Fates {
	taken: Array<[InputFile, TakenFile]>;
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

/** The key of a source's name. */
export const keyOf = ({ name, file }: InputFile): string => nameKey(name, file === undefined);

function groupBy<T>(list: T[], key: (one: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
	return groups;
}

/**
 * Which of the files sent are in the batch, by name and count, two of one name in order of their ids. Where
 * counts don't tell (one of two of a name, more than were sent, a file under a name nobody sent) the answer is
 * unknown: a file counted as missing is sent again and billed, one counted as taken is never looked after again.
 */
export function reconcile({ before, now, claimed, sent, own }: Evidence): Fates {
	const sources = sent.flat();
	const arrived = now.filter(({ id }) => !before?.has(id) && !claimed.has(id)).sort(byAge);
	const arrivedBy = groupBy(arrived, ({ name }) => nameKey(name));
	const sentBy = groupBy(sources, keyOf);
	const fates: Fates = { taken: [], missing: [], unknown: [] };
	for (const [key, group] of sentBy) {
		const files = arrivedBy.get(key) ?? [];
		if (files.length === 0) fates.missing.push(...group);
		else if (before === undefined || files.length !== group.length) fates.unknown.push(...group);
		else
			fates.taken.push(...group.map((source, at): [InputFile, TakenFile] => [source, files[at]]));
	}
	// DocFlow may have stored a file under another name than it was sent with.
	const strangers = arrived.filter(({ name }) => !sentBy.has(nameKey(name)));
	if (strangers.length > 0) {
		const open = fates.missing.splice(0);
		const isPlain =
			own &&
			before !== undefined &&
			sent.length === 1 &&
			strangers.length === open.length &&
			fates.unknown.length === 0;
		if (isPlain)
			fates.taken.push(
				...inOrder(open, sources).map((source, at): [InputFile, TakenFile] => [
					source,
					strangers[at],
				]),
			);
		else fates.unknown.push(...open);
	}
	return {
		...fates,
		missing: inOrder(fates.missing, sources),
		unknown: inOrder(fates.unknown, sources),
	};
}

/** What is left of a look once a later one failed: what was there stays there, what was missing may have come. */
export function afterFailedLook({ taken, missing, unknown }: Fates): Fates {
	return { taken, missing: [], unknown: [...unknown, ...missing] };
}

/** Some sources in the order of all. */
export function inOrder(some: InputFile[], all: InputFile[]): InputFile[] {
	const chosen = new Set(some);
	return all.filter((source) => chosen.has(source));
}

/**
 * Which source each taken file is: by name and order, the rest by place when none is missing.
 * `notTaken` are the sources the answer does not list.
 */
export function matchTaken(
	sources: InputFile[],
	taken: TakenFile[],
): { pairs: Array<[InputFile, TakenFile]>; notTaken: InputFile[] } {
	const open = [...sources];
	const unnamed: TakenFile[] = [];
	const pairs: Array<[InputFile, TakenFile]> = [];
	for (const file of taken) {
		const at = open.findIndex((source) => keyOf(source) === nameKey(file.name));
		if (at === -1) unnamed.push(file);
		else pairs.push([open.splice(at, 1)[0], file]);
	}
	if (unnamed.length === open.length)
		pairs.push(
			...open.splice(0).map((source, at): [InputFile, TakenFile] => [source, unnamed[at]]),
		);
	const order = new Map(sources.map((source, at) => [source, at]));
	pairs.sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
	return { pairs, notTaken: open };
}
