import type { IExecuteFunctions } from 'n8n-workflow';

import { isRecord } from '../../../json';
import { isAgentTool } from '../../../transport/context';
import { inputError } from '../../../transport/errors';
import { clipped, safeText } from '../../../transport/safeText';
import type { Results } from '../../operation';
import type { Refused } from './found';
import { skippedJson } from './itemJson';
import { addNote } from './report';

/** Files named in one hint or error; a run may leave out thousands of signature pictures. */
const MAX_NAMED = 20;
/** Characters that n8n keeps of a value of an execution's custom data, with room for those it counts double. */
const MAX_CUSTOM = 250;

/** An item without anything to upload, though nothing is wrong with it. */
export interface Idle {
	item: number;
	nothing: string;
}

const listed = (parts: string[], between: string): string =>
	[
		...parts.slice(0, MAX_NAMED),
		...(parts.length > MAX_NAMED ? [`and ${parts.length - MAX_NAMED} more`] : []),
	].join(between);

/**
 * Puts out or fails the files that can't go up, before anything is sent. The one error of a run that stops names all
 * of them, so that they can be mended at one go.
 */
export function reportRefused(
	context: IExecuteFunctions,
	refused: Refused[],
	results: Results,
): void {
	for (const one of refused.filter(({ fate }) => fate === 'item'))
		results.add([one.item], [skippedJson(one)]);
	const failing = refused.filter(({ fate }) => fate === 'fail');
	const others = failing.slice(1).map(({ message }) => message);
	const note = others.length > 0 ? `Nor can these go up: ${listed(others, '; ')}.` : '';
	for (const { item, message, advice, name, origin } of failing) {
		const error = inputError(context, item, message, advice);
		if (!context.continueOnFail()) addNote(error, note);
		results.fail([item], error, [{ file_name: name, ...origin }]);
	}
}

/** Puts a text among the execution's own data, which n8n shows beside the execution, in production too, and searches by. */
function keepWithExecution(context: IExecuteFunctions, text: string): void {
	const execution: unknown = context.getWorkflowDataProxy(0).$execution;
	const data = isRecord(execution) ? execution.customData : undefined;
	if (isRecord(data) && typeof data.set === 'function')
		data.set('DocFlow_left_out', clipped(text, MAX_CUSTOM));
}

function hint(context: IExecuteFunctions, message: string): void {
	// Kept with the run, so that it is seen in an execution of the past as well. Older n8n has no hints.
	context.addExecutionHints?.({ message, location: 'outputPane' });
}

/** Tells which files were left out and why: in a hint, in n8n's log, and beside the execution. */
export function tellLeftOut(context: IExecuteFunctions, refused: Refused[]): void {
	if (refused.length === 0) return;
	const names = refused.map(({ item, name, reason }) => `${name} of item ${item} (${reason})`);
	const message = safeText(`Left out: ${listed(names, '; ')}`);
	context.logger.info(message);
	keepWithExecution(context, message);
	hint(context, message);
}

/** What to do when a tool was given nothing (n8n 2.40, requests-response: the input of a tool is text alone). */
const NO_FILES =
	"An agent hands its tools no files. Take them in Input Binary Field from the node before the agent, by the expression {{ $('Form').all() }} with its name, and let the model say which in the option File Names.";

/** Tells which items had nothing to upload. For a model an empty answer tells nothing, so in an agent's tool it is an error. */
export function tellIdle(context: IExecuteFunctions, idle: Idle[], results: Results): void {
	if (idle.length === 0) return;
	if (isAgentTool(context))
		for (const { item, nothing } of idle)
			results.fail([item], inputError(context, item, `Nothing was uploaded: ${nothing}`, NO_FILES));
	const reasons = idle.map(({ item, nothing }) => `item ${item} (${nothing})`);
	hint(context, safeText(`Nothing to upload in ${listed(reasons, ', ')}`));
}
