import { type DocFlowFile, hasFailed } from '../types';
import { latestId } from './ids';
import { fileKey, pack, runKey, type Runs, unpack } from './run';
import type { FiredPage } from './state';

const without = (packed: string, keys: Set<string>): string => {
	const runs = unpack(packed);
	for (const key of keys) runs.delete(key);
	return pack(runs);
};

/** Remembers runs that fired, and such that a filter held back. A file is remembered once, with its latest run. */
export function remember(fired: FiredPage[], done: DocFlowFile[], held: DocFlowFile[]): FiredPage[] {
	if (done.length + held.length === 0) return fired;
	const files = [...done, ...held];
	const keys = new Set(files.map(fileKey));
	const isLasting = (file: DocFlowFile) => hasFailed(file) || held.includes(file);
	const runs = (some: DocFlowFile[]): Runs => new Map(some.map((file) => [fileKey(file), runKey(file, held.includes(file))]));
	const page = {
		upTo: latestId(files.map(({ id }) => id), '0'),
		done: pack(runs(files.filter((file) => !isLasting(file)))),
		failed: pack(runs(files.filter(isLasting))),
	};
	const earlier = fired.map((old) => ({ ...old, done: without(old.done, keys), failed: without(old.failed, keys) }));
	return [...earlier, page];
}
