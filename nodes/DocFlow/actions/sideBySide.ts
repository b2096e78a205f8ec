import type { IExecuteFunctions } from 'n8n-workflow';

/** What a piece of work gave, or why it gave nothing. */
export type Ended<T> = { gave: T } | { error: unknown };

/**
 * Waits for several things side by side; each is told when to stop. Where the node is to continue on fail, all are waited for. Else
 * the first error ends all at once, as nothing of the others will come out: a wrong number is not told after the slowest batch.
 * @throws that error.
 */
export async function sideBySide<T>(
	context: IExecuteFunctions,
	works: Array<(stop: AbortSignal) => Promise<T>>,
): Promise<Array<Ended<T>>> {
	const over = new AbortController();
	const run = async (work: (typeof works)[number]): Promise<Ended<T>> =>
		await work(over.signal).then(
			(gave) => ({ gave }),
			(error: unknown) => {
				if (!context.continueOnFail()) throw error;
				return { error };
			},
		);
	try {
		return await Promise.all(works.map(run));
	} finally {
		over.abort();
	}
}
