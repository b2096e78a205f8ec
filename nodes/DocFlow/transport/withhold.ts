import type { INode } from 'n8n-workflow';

import { isRecord } from '../json';

/** What stands in the place of a secret. */
export const WITHHELD = '***';

/** Shorter ones would take single digits and letters out of a message. */
const SHORTEST = 4;

/** A text of somebody else's in which secrets may be repeated, as by a gateway that quotes the address it was asked for. */
export function withhold(text: string, secrets: unknown[]): string {
	const known = secrets.filter(
		(one): one is string => typeof one === 'string' && one.length >= SHORTEST,
	);
	const spellings = known.flatMap((one) => [
		one,
		encodeURIComponent(one),
		JSON.stringify(one).slice(1, -1),
	]);
	return spellings.reduce((rest, one) => rest.replaceAll(one, WITHHELD), text);
}

/**
 * The node as an error may carry it: without the PDF password typed into it. n8n saves an error's node with the
 * execution and hands it to error workflows, which people send on as messages.
 */
export function withoutPassword(node: INode): INode {
	const { options } = node.parameters;
	if (!isRecord(options) || !('parserPdfPwd' in options)) return node;
	return {
		...node,
		parameters: { ...node.parameters, options: { ...options, parserPdfPwd: WITHHELD } },
	};
}
