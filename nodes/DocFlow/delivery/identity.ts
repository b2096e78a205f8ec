import { createHash } from 'crypto';

import type { InputFile } from './types';

/** A text of 64 hexadecimal digits that the same parts always give. */
export const digestOf = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/**
 * What stays of n8n's id of a stored file: n8n moves files of a webhook into the folder of their execution when it has
 * ended.
 */
export const storedName = (id: string): string => id.split(/[/:]/).at(-1) ?? id;

/** Enough digits to tell the files of one run apart. */
const KEY_DIGITS = 20;

const short = (...parts: unknown[]): string => digestOf(...parts).slice(0, KEY_DIGITS);

/**
 * What each file is in its run of the node, whatever the batch, its number or the options: the input item, the field
 * or URL, the name, the size, and then n8n's id of the stored file. Equal ones (an item may name a URL twice) are counted.
 */
export function identify(files: InputFile[]): Map<InputFile, string> {
	const counts = new Map<string, number>();
	return new Map(
		files.map((file) => {
			const { item, origin, name, content } = file;
			const key = `${short(item, origin, name, content?.bytes)} ${short(content?.id)}`;
			const count = (counts.get(key) ?? 0) + 1;
			counts.set(key, count);
			return [file, count === 1 ? key : `${key}/${count}`];
		}),
	);
}

const withoutId = (key: string): string => key.split(' ')[0];

/**
 * Of keys that an earlier try has left, those of files that this one stored anew: an earlier node ran again. All but n8n's id is
 * the same. By today's key.
 */
export function storedAnew(left: string[], now: Iterable<string>): Map<string, string> {
	const [earlier, current] = [new Set(left), new Set(now)];
	const gone = left.filter((key) => !current.has(key));
	const found = new Map<string, string>();
	for (const key of current) {
		if (earlier.has(key)) continue;
		const at = gone.findIndex((one) => withoutId(one) === withoutId(key));
		if (at !== -1) found.set(key, gone.splice(at, 1)[0]);
	}
	return found;
}
