import { rfc3339 } from '../files/time';
import type { Query } from '../transport/request';
import type { WorkspaceReader } from './reader';

const HOUR_MS = 3_600_000;
/** Steps of a search for the time since which not too many files were updated. */
const MAX_STEPS = 12;

/**
 * The time (epoch milliseconds) since which no more than so many files that match were updated; 0 where all are.
 * @throws Error when DocFlow can't be read.
 */
export async function startOfLatest(
	reader: WorkspaceReader,
	query: Query,
	until: number,
	most: number,
): Promise<number> {
	const holdsMore = async (start: number) => {
		const start_time = start > 0 ? rfc3339(start) : undefined;
		return (await reader.page({ ...query, start_time, page_size: 1 })).total > most;
	};
	if (!(await holdsMore(0))) return 0;
	let [few, many] = [until, 0];
	for (let step = 0; step < MAX_STEPS && many === 0; step++) {
		const start = Math.max(0, until - HOUR_MS * 4 ** step);
		if (await holdsMore(start)) many = start;
		else few = start;
	}
	for (let step = 0; step < MAX_STEPS / 2; step++) {
		const middle = (few + many) / 2;
		if (await holdsMore(middle)) many = middle;
		else few = middle;
	}
	return few;
}
