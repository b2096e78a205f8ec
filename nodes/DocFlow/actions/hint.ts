import type { IExecuteFunctions } from 'n8n-workflow';

import { clipped, safeText } from '../transport/safeText';

/** Names in one hint, and characters of each. */
const [MAX_NAMES, MAX_NAME] = [10, 200];

/** Tells something in the editor's output pane, with names of what it is about; and in n8n's log, for production runs. */
export function hint(context: IExecuteFunctions, text: string, names: string[] = []): void {
	const shown = names.slice(0, MAX_NAMES).map((name) => clipped(name, MAX_NAME));
	const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
	const message = safeText(`${text} ${shown.join('; ')}${more}`.trim());
	context.logger.info(message);
	// Older n8n has no hints.
	context.addExecutionHints?.({ message, location: 'outputPane' });
}
