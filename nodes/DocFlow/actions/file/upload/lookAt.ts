import type { IExecuteFunctions } from 'n8n-workflow';

import type { InputFile } from '../../../delivery';
import type { Choice } from './binaryFields';
import { contentOf } from './content';
import { type Fault, faultOf, gone } from './fault';
import type { Wishes } from './found';
import { type Kind, kindOf, needsHead } from './kind';

/** A value as a text that says something. */
export const saidText = (value: unknown): string | undefined =>
	typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** One file as it is to go up, or why it can't; undefined when it is not wanted. No more of it is read than has to be. */
export async function lookAt(
	context: IExecuteFunctions,
	item: number,
	{ field, stored }: Choice,
	{ isWanted, minBytes, remedy }: Wishes,
): Promise<InputFile | Fault | undefined> {
	const labels = {
		fileName: saidText(stored.fileName),
		mimeType: saidText(stored.mimeType),
		fileExtension: saidText(stored.fileExtension),
	};
	const names = (kind?: Kind) => [
		labels.fileName ?? field,
		...(kind === undefined ? [] : [kind.name]),
	];
	const isOut = (kind?: Kind) => !isWanted(names(kind));
	const known = kindOf(labels, field);
	if (known !== undefined && isOut(known)) return undefined;
	const found = await contentOf(context, stored);
	const lost = () => (isOut(known) ? undefined : gone(labels.fileName ?? field));
	if (found === undefined) return lost();
	const { head, ...content } = found;
	const start = needsHead(labels) ? await head() : undefined;
	if (needsHead(labels) && start === undefined) return lost();
	const kind = kindOf(labels, field, start);
	if (isOut(kind) || content.bytes < minBytes) return undefined;
	const fault = faultOf(content.bytes, kind, labels.mimeType, remedy);
	if (fault !== undefined || kind === undefined) return fault;
	return {
		item,
		origin: { binary_field: field },
		name: kind.name,
		givenName: labels.fileName,
		content: { ...kind, ...content },
	};
}
