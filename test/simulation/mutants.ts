import { cpSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

import type { CourseName } from './history';
import { replaceCode } from './replaceCode';
import type { Core } from './stage';

const root = join(__dirname, '..', '..');
/** Inside the project, so that the copies find its modules. */
const copies = join(root, '.mutants', 'simulation');

/** A bug that pollers are known for, as a change of our reader. */
export interface Mutant {
	bug: string;
	/** The histories that it shows in soonest; any unless told. */
	among?: CourseName;
	file: string;
	from: string;
	to: string;
}

const PAGING = `for (let page = 2; !first.whole; page++) {
		const start_time = new Date(start).toISOString().replace(/\\.\\d+/, '');
		const next = await reader.page({ ...query, start_time, page });
		if (next.files.length === 0) break;
		seen.add(next.files);
	}
	return result();`;

export const mutants: Mutant[] = [
	{
		bug: 'an error is swallowed and the cursor moves on',
		file: 'poll.ts',
		from: "mayGoOn: () => hasTime('ask') });",
		to: "mayGoOn: () => hasTime('ask') }).catch(() => ({ files: [], date: state.clocks.date, withDocuments: true, isWide: false }));",
	},
	{
		bug: 'no overlap',
		file: 'poll.ts',
		from: 'state.cursor - limits.overlapMs',
		to: 'state.cursor',
	},
	{
		bug: 'a strict boundary between two reads',
		among: 'downtime',
		file: 'window.ts',
		from: 'read(start - SECOND_MS, end)',
		to: 'read(start + SECOND_MS, end)',
	},
	{
		bug: 'a watermark without slack',
		file: 'poll.ts',
		from: 'idBefore(newest, limits.lateMs)',
		to: 'newest',
	},
	{
		bug: 'the watched set is not kept',
		file: 'poll.ts',
		from: 'watched: Object.fromEntries(watched)',
		to: 'watched: {}',
	},
	{
		bug: 'the total is ignored while paging',
		file: 'window.ts',
		from: 'if (first.whole) return result();',
		to: PAGING,
	},
	{
		bug: 'what fired is not remembered',
		file: 'poll.ts',
		from: 'fired: remember(state.fired, { done, heldBack, takenBack }, event)',
		to: 'fired: []',
	},
	{
		bug: 'a batch is judged by its changed files alone',
		file: 'decide.ts',
		from: 'await readFiles(reader, batch, seen)',
		to: 'await Promise.resolve(seen)',
	},
	{
		bug: 'what is over the limit of a poll is dropped',
		file: 'decide.ts',
		from: 'watched.set(batch, { ...unread, waits: true });',
		to: '',
	},
	{
		bug: 'a batch that cannot be read is dropped',
		file: 'decide.ts',
		from: 'watched.set(batch, { ...unread, failures: (watch?.failures ?? 0) + 1 });',
		to: 'watched.delete(batch);',
	},
	{
		bug: 'activation takes all that is there for new',
		file: 'stockLists.ts',
		from: 'goesOn === undefined ? old : decided,',
		to: '{ ...recently, add: (now) => now },',
	},
	{
		bug: 'activation does not look for what is unfinished',
		file: 'stockLists.ts',
		from: 'addAwaited(now, files, event), })),',
		to: 'now, })),',
	},
	{
		bug: 'a retry is not told from an edit',
		file: 'known.ts',
		from: 'return before !== event.keyOf(file);',
		to: 'return false;',
	},
	{
		bug: 'a deleted file is waited for',
		file: 'tasks.ts',
		from: 'for (const batch of quietBatches(scene, turn, limits))',
		to: 'for (const batch of [])',
	},
	{
		bug: 'the cursor follows the clock in the answers',
		file: 'clock.ts',
		from: 'Math.max(0, Math.min(date - earlier.date, own - earlier.own))',
		to: 'date - earlier.date',
	},
	{
		bug: 'activation takes the clock in the answers for the time of the updates',
		file: 'stock.ts',
		from: 'await shownTime(reader, edges.date, edges.newest)',
		to: 'edges.date',
	},
	{
		bug: 'a clock that is ahead is believed as soon as something changes',
		file: 'clock.ts',
		from: 'const { found, missed } = await leastDifference(reader, date, behind);',
		to: 'const { found, missed } = { found: 0, missed: 0 };',
	},
	{
		bug: 'a batch that waited for its turn shows a clock that is ahead',
		among: 'absence',
		file: 'decide.ts',
		from: 'if (!hasWaited(watch)) caught',
		to: 'caught',
	},
	{
		bug: 'what is verified is not remembered at activation',
		file: 'stockLists.ts',
		from: 'addOld(now, files.filter(event.isDue), event)',
		to: 'now',
	},
	{
		bug: 'a verdict that was taken back is remembered',
		among: 'secondThoughts',
		file: 'firedRuns.ts',
		from: '[...files, ...takenBack]',
		to: '[...files]',
	},
	{
		bug: 'a correction counts as a verdict',
		file: 'events.ts',
		from: "runKey(file, [verdictOf(file) ?? ''])",
		to: 'String(Math.random()).slice(2, 6)',
	},
	{
		bug: 'confirmed and rejected are one verdict',
		among: 'secondThoughts',
		file: 'events.ts',
		from: "[verdictOf(file) ?? '']",
		to: '[]',
	},
	{
		bug: 'a poll that overlaps another goes on from the memory before it',
		file: 'recalled.ts',
		from: "return 'wait';",
		to: 'return given;',
	},
	{
		bug: 'what a quiet poll saw is forgotten where n8n does not save it',
		file: 'recalled.ts',
		from: '(last.state ?? given)',
		to: 'given',
	},
	{
		bug: 'a slice that is left for the next poll is passed over',
		among: 'downtime',
		file: 'poll.ts',
		from: 'if (resume !== undefined) return { resume, ...(isLeft && { backlog: true }) };',
		to: '',
	},
	{
		bug: 'the watermark rises while slices are left',
		among: 'downtime',
		file: 'poll.ts',
		from: 'floor: isWhole ? latestId([idBefore(newest, limits.lateMs)], state.floor) : state.floor',
		to: 'floor: latestId([idBefore(newest, limits.lateMs)], state.floor)',
	},
	{
		bug: 'the watermark rises by what a window that is gone on with shows',
		among: 'found',
		file: 'poll.ts',
		from: 'state.resume === undefined ? window.files.map(({ id }) => id) : []',
		to: 'window.files.map(({ id }) => id)',
	},
	{
		bug: 'files that could not be read are forgotten when others of their batch change',
		among: 'found',
		file: 'fileEvents.ts',
		from: 'if (watch?.waits !== true && watch?.failures === undefined) return true;',
		to: 'return true;',
	},
	{
		bug: 'a deleted file is waited for while others of its batch are in sight',
		among: 'found',
		file: 'tasks.ts',
		from: '(changed.get(batch) ?? []).every(isDue) ? batch : []',
		to: '!changed.has(batch) ? batch : []',
	},
	{
		bug: 'a damaged memory counts what fired as new',
		among: 'damages',
		file: 'stockLists.ts',
		from: 'goesOn === undefined ? old : decided,',
		to: 'goesOn === undefined ? old : { ...recently, add: (now) => now },',
	},
	{
		bug: 'a damaged memory takes batches that it knows by name alone for old',
		among: 'damages',
		file: 'known.ts',
		from: "watch?.unsure === true ? { ...known, floor: '0' } : known",
		to: 'known',
	},
	{
		bug: 'stock that goes on overlooks what runs again in a batch that was read whole',
		among: 'found',
		file: 'stockLists.ts',
		from: 'watched.set(batch, watchAgain(before, some));',
		to: '{}',
	},
	{
		bug: 'a slice without end is read for ever',
		among: 'found',
		file: 'window.ts',
		from: 'if (end === FAR_MS) return result();',
		to: '',
	},
	{
		bug: 'a damaged memory is begun anew without what it told',
		among: 'damages',
		file: 'stock.ts',
		from: 'remains === undefined ? begun : goOnFrom(begun, remains, limits)',
		to: 'begun',
	},
	{
		bug: 'a damaged memory forgets what waits',
		among: 'damages',
		file: 'stock.ts',
		from: 'watched: watched ?? {}',
		to: 'watched: {}',
	},
	{
		bug: 'a lost cursor is told by the latest update alone',
		among: 'found',
		file: 'stock.ts',
		from: 'made ?? cursor)',
		to: 'cursor)',
	},
	{
		bug: 'stock that goes on counts what finished lately as old',
		among: 'damages',
		file: 'stockLists.ts',
		from: 'goesOn === undefined ? old : decided,',
		to: 'old,',
	},
	{
		bug: 'a document without a status is waited for',
		file: '../files/types.ts',
		from: 'recognition_status: child.recognition_status ?? file.recognition_status',
		to: 'recognition_status: child.recognition_status',
	},
	{
		bug: 'a file counts as finished before the documents found in it',
		file: '../files/types.ts',
		from: 'TERMINAL.has(file.recognition_status) && openDocuments(file).length === 0',
		to: 'TERMINAL.has(file.recognition_status)',
	},
	{
		bug: 'changed files are taken for the whole batch although more of it is awaited',
		file: 'batchEvents.ts',
		from: 'if ([...awaited].some((key) => !seen.has(key))) return false;',
		to: '',
	},
];

/** The trigger's core with a bug put back. @throws Error when the source no longer holds the code that the bug replaces. */
export function coreWith({ bug, file, from, to }: Mutant): Core {
	const copy = join(copies, bug.replaceAll(' ', '-'));
	cpSync(join(root, 'nodes', 'DocFlow'), copy, { recursive: true });
	const path = join(copy, 'trigger', file);
	writeFileSync(path, replaceCode(readFileSync(path, 'utf8'), from, to));
	const load = (name: string) => require(join(copy, 'trigger', name)) as Core;
	const [{ beginStock }, { takeStock }, { poll }] = ['stock', 'takeStock', 'poll'].map(load);
	const { recall, remind } = load('recalled');
	return { beginStock, takeStock, poll, recall, remind };
}

/** Removes the copies. */
export const removeCopies = (): void => rmSync(copies, { recursive: true, force: true });
