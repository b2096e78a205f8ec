import type { PollState } from './state';

/** A poll under way: the memory it works on, and the state it will leave; undefined when it fails. */
interface UnderWay {
	memory: object;
	left: Promise<PollState | undefined>;
}

const underWay = new Map<string, UnderWay>();

/**
 * Runs the polls of a trigger one after the other. n8n starts a poll on time even when the one before has not ended,
 * and a workflow that is published anew polls while its former self still may: both would give out the same batches.
 * `trigger` names the node and the scope of its state: under another scope it begins anew, and need not wait.
 * A poll on the same memory is left out, its answer undefined; one on another memory waits, and goes on from the state
 * that the former leaves. @throws whatever the poll throws.
 */
export async function oneAtATime<T extends { state: PollState }>(
	trigger: string,
	memory: object,
	poll: (left: PollState | undefined) => Promise<T>,
): Promise<T | undefined> {
	const former = underWay.get(trigger);
	if (former?.memory === memory) return undefined;
	const polling = (async () => await poll(await former?.left))();
	const mine: UnderWay = { memory, left: polling.then(({ state }) => state, () => undefined) };
	underWay.set(trigger, mine);
	try {
		return await polling;
	} finally {
		if (underWay.get(trigger) === mine) underWay.delete(trigger);
	}
}
