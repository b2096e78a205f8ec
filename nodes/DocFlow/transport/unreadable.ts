import type { DocFlowContext } from './context';
import { apiError } from './errors';

const ADVICE = 'Nothing was changed. Please report this to the makers of this node.';

/** An answer of DocFlow that can't be used. Its `message` is a sentence for the user. */
export class Unreadable extends Error {
	constructor(
		message: string,
		readonly advice = ADVICE,
	) {
		super(message);
	}
}

/** Why an answer could not be read. */
export const unreadable = (reason: string): Unreadable =>
	new Unreadable(`DocFlow's answer could not be read: ${reason}`);

/** An unreadable answer as an error of the node, one that waiting goes through: the next answer may be another; every other error as it is. */
export function toNodeError(context: DocFlowContext, error: unknown, itemIndex?: number): unknown {
	if (!(error instanceof Unreadable)) return error;
	return apiError(
		context,
		{ message: error.message, advice: error.advice, passing: true },
		itemIndex,
	);
}
