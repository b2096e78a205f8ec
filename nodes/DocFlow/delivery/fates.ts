import { clipped } from '../transport/safeText';
import { MAX_NAME } from './errors';
import type { InputFile, SentBatch } from './types';

/** With its field or address: an item may hold two files of one name. */
const quotedWithPlace = ({ name, origin, item }: InputFile) =>
	`"${clipped(name, MAX_NAME)}" (${clipped('url' in origin ? origin.url : origin.binary_field, MAX_NAME)} of item ${item})`;

/** Every file of a batch as taken, not taken or unknown, so that a person can finish by hand. */
export function fatesOf({ batchNumber, members, taken, failed }: SentBatch): string {
	const went = new Set(taken.map(([file]) => file));
	const open = new Set(failed.filter(({ unknown }) => unknown).map(({ file }) => file));
	const wordOf = (file: InputFile) =>
		went.has(file) ? 'taken' : open.has(file) ? 'unknown' : 'not taken';
	const parts = ['taken', 'not taken', 'unknown'].flatMap((word) => {
		const files = members.map(({ file }) => file).filter((file) => wordOf(file) === word);
		return files.length === 0 ? [] : [`${word}: ${files.map(quotedWithPlace).join(', ')}`];
	});
	return `Batch ${batchNumber}: ${parts.join('; ')}.`;
}
