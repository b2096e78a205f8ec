import { cpSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

import { replaceCode } from './replaceCode';
import type { Core } from './stage';

const root = join(__dirname, '..', '..');
/** Inside the project, so that the copies find its modules. */
const copies = join(root, '.mutants');

/** A bug that pollers are known for, as a change of our reader. */
export interface Mutant {
	bug: string;
	file: string;
	from: string;
	to: string;
}

const PAGING = `for (let page = 2; !first.whole; page++) {
		const next = await reader.page({ ...query, start_time: rfc3339(start), page });
		if (next.files.length === 0) break;
		see(next.files);
	}
	return { files: [...files.values()], time: first.time };`;

export const mutants: Mutant[] = [
	{
		bug: 'an error is swallowed and the cursor moves on',
		file: 'poll.ts',
		from: 'await readSince(reader, {}, state.cursor - limits.overlapMs);',
		to: 'await readSince(reader, {}, state.cursor - limits.overlapMs).catch(() => ({ files: [], time: state.cursor + 3_600_000 }));',
	},
	{
		bug: 'no overlap',
		file: 'poll.ts',
		from: 'state.cursor - limits.overlapMs',
		to: 'state.cursor',
	},
	{
		bug: 'a strict boundary between two reads',
		file: 'window.ts',
		from: 'read(start - SECOND_MS,',
		to: 'read(start + SECOND_MS,',
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
		from: 'if (first.whole) return { files: [...files.values()], time: first.time };',
		to: PAGING,
	},
	{
		bug: 'what fired is not remembered',
		file: 'poll.ts',
		from: 'fired: remember(state.fired, done, held)',
		to: 'fired: []',
	},
	{
		bug: 'a batch is judged by its changed files alone',
		file: 'poll.ts',
		from: 'await readBatch(reader.page, batch)',
		to: 'await Promise.resolve(seen)',
	},
	{
		bug: 'what is over the limit of a poll is dropped',
		file: 'poll.ts',
		from: 'watched.set(batch, unread); continue;',
		to: 'continue;',
	},
	{
		bug: 'a batch that cannot be read is dropped',
		file: 'poll.ts',
		from: 'watched.set(batch, { ...unread, failures: (watch?.failures ?? 0) + 1 });',
		to: 'watched.delete(batch);',
	},
	{
		bug: 'activation takes all that is there for new',
		file: 'baseline.ts',
		from: 'fired: remember([], old, [])',
		to: "floor: '0', fired: []",
	},
	{
		bug: 'activation does not look for what is unfinished',
		file: 'baseline.ts',
		from: 'of UNFINISHED)',
		to: 'of UNFINISHED.slice(0, 0))',
	},
	{
		bug: 'a retry is not told from an edit',
		file: 'decide.ts',
		from: 'remembered !== runKey(file)',
		to: 'false',
	},
	{
		bug: 'a deleted file is waited for',
		file: 'poll.ts',
		from: '...quietOnes(state, changed, limits)',
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
	return { baseline: load('baseline').baseline, poll: load('poll').poll };
}

/** Removes the copies. */
export const removeCopies = (): void => rmSync(copies, { recursive: true, force: true });
