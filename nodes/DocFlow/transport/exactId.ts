import type { DocFlowContext } from './context';
import { apiError } from './errors';

/**
 * An id of an answer as text; undefined where there is none, or where it came as a number that has lost its last digits. Some
 * ids of reviews are numbers by DocFlow's API (`repo_id` of "Create Review Rule Repository").
 */
export function exactId(id: unknown): string | undefined {
	if (typeof id === 'number') return Number.isSafeInteger(id) ? String(id) : undefined;
	return typeof id === 'string' && id !== '' ? id : undefined;
}

/**
 * The id of something that DocFlow just made. `what` names it, such as `the group "Amounts"`; `look` says where it is found.
 * @throws DocFlowError when the answer does not tell an exact one: to make it once more would make two.
 */
export function idOfNew(
	context: DocFlowContext,
	id: unknown,
	what: string,
	look: string,
	itemIndex: number,
): string {
	const exact = exactId(id);
	if (exact !== undefined) return exact;
	const message = `DocFlow made ${what}, but its answer does not tell the ID`;
	throw apiError(context, { message, advice: look, mayBeDone: true }, itemIndex);
}
