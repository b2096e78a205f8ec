import { createHash } from 'crypto';

import type { InputFile } from './types';

/** A text of 64 hexadecimal digits that the same parts always give. */
export const digestOf = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Enough digits to tell the files of one run apart. */
const KEY_DIGITS = 20;

/**
 * What each file is in its run of the node, whatever the batch, its number or the options: the input item, the field
 * or URL, the name, the size and n8n's id of the stored file. Equal ones (an item may name a URL twice) are counted.
 */
export function identify(files: InputFile[]): Map<InputFile, string> {
	const counts = new Map<string, number>();
	return new Map(
		files.map((file) => {
			const { item, origin, name, content } = file;
			const key = digestOf(item, origin, name, content?.bytes, content?.id).slice(0, KEY_DIGITS);
			const count = (counts.get(key) ?? 0) + 1;
			counts.set(key, count);
			return [file, count === 1 ? key : `${key}/${count}`];
		}),
	);
}
