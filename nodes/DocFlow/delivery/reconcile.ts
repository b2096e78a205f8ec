import { byAge } from '../files/ids';
import type { TakenFile } from '../files/types';
import { type Fates, groupBy, inOrder, inPairs, keyOf, nameKey } from './match';
import type { InputFile, OpenJob } from './types';

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
	/** Those among them of which no answer was lost: only another retry may have sent them. */
	unsent: ReadonlySet<InputFile>;
	/** Files that are unknown already: what lies there under their name may be one of them. */
	doubtful: InputFile[];
	/** Whether the node made the batch number, so that nobody else adds to it. */
	isOwn: boolean;
}

/**
 * Which of the files sent are in the batch. In a batch of the node's own, names and counts prove it, two of one name
 * in order of their ids. In a given one a file of the same name may be another execution's: it proves nothing. Where
 * there is no proof (one of two of a name, more than were sent, a file under a name nobody sent) the answer is
 * unknown: a file counted as missing is sent again and billed, one counted as taken is never looked after again.
 */
export function reconcile(evidence: Evidence): Fates {
	const { before, now, claimed, sent, unsent, doubtful, isOwn } = evidence;
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
	// DocFlow may have stored a file under another name than it was sent with. In a given batch it is more likely another
	// execution's, and no reason to hold back what was not sent.
	const strangers = arrived.filter(
		({ name }) => !sentBy.has(nameKey(name)) && !doubtfulNames.has(nameKey(name)),
	);
	if (strangers.length > 0) {
		const open = inOrder(fates.missing, files).filter((file) => isOwn || !unsent.has(file));
		fates.missing = fates.missing.filter((file) => !open.includes(file));
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

/**
 * What a look means: a file that was taken once is told by its id. One that is no longer there was deleted, and
 * another retry may have sent it again since: like one whose answer is lost it is told by its name.
 */
export function judge(
	open: OpenJob[],
	evidence: Omit<Evidence, 'now' | 'sent' | 'unsent'>,
	now: TakenFile[],
): Fates {
	const there = new Set(now.map(({ id }) => id));
	const taken: Fates['taken'] = [];
	const sent = open.map(({ files, claims }) =>
		files.filter((file) => {
			const claim = claims?.get(file);
			if (claim === undefined || !there.has(claim.id)) return true;
			taken.push([file, claim]);
			return false;
		}),
	);
	const unsent = new Set(
		open.flatMap(({ files, claims, mayBeSent }) =>
			files.filter((file) => mayBeSent === false || claims?.has(file)),
		),
	);
	const requests = sent.filter(({ length }) => length > 0);
	const fates = reconcile({ ...evidence, sent: requests, unsent, now });
	return { ...fates, taken: [...taken, ...fates.taken] };
}
