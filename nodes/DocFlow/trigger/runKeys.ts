import { createHash } from 'crypto';

import type { DocFlowFile } from '../files/types';

/** Runs of files, by a short key of the file. */
export type Runs = Map<string, string>;

const KEY = 6;
const RUN = 4;

const hash = (text: string, length: number): string =>
	createHash('sha256').update(text).digest('base64url').slice(0, length);

/** Six characters that stand for a file: two files in a memory of thousands share them once in ten million times. */
export const fileKey = ({ id }: DocFlowFile): string => hash(id, KEY);

/**
 * Four characters that stand for what recognition made of a file, and for the `marks` given. A person's correction
 * or confirmation changes none of its parts; a retry changes the duration at least.
 */
export const runKey = (
	{ id, task_id, recognition_status, duration_ms }: DocFlowFile,
	marks: string[] = [],
): string => hash(JSON.stringify([id, task_id, recognition_status, duration_ms, ...marks]), RUN);

/** Runs as one string, ten characters each: the poll state has room for thousands. */
export const pack = (runs: Runs): string => [...runs].map(([file, run]) => file + run).join('');

/** Adds packed runs to others; a later run of a file takes the place of the earlier one. */
export function unpack(packed: string, into: Runs = new Map()): Runs {
	for (let at = 0; at < packed.length; at += KEY + RUN)
		into.set(packed.slice(at, at + KEY), packed.slice(at + KEY, at + KEY + RUN));
	return into;
}

/** Files without runs, packed. */
export const packKeys = (keys: Iterable<string>): string => [...keys].join('');

/** What `packKeys` made, as a set. */
export const unpackKeys = (packed: string): Set<string> =>
	new Set(packed.match(new RegExp(`.{${KEY}}`, 'g')));

/** Whether a text may be packed runs, or packed files. */
export const isPacked = (text: unknown, of: 'runs' | 'files'): text is string =>
	typeof text === 'string' &&
	/^[\w-]*$/.test(text) &&
	text.length % (of === 'runs' ? KEY + RUN : KEY) === 0;

/** One signature for all runs of a batch; it changes when a file comes, goes, or runs again. */
export const batchRunKey = (files: DocFlowFile[]): string =>
	hash(
		files
			.map((file) => fileKey(file) + runKey(file))
			.sort()
			.join(),
		KEY,
	);
