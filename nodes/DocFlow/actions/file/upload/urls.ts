import { arrayOf } from '../../../json';

const START = String.raw`["'<]?(?:[a-z][a-z\d+.-]*:\/\/|data:|www\.)`;
/** Where the next address of a text begins: on a new line, or after a comma or blank. Other commas are part of an address. */
const NEXT = new RegExp(String.raw`\s*[\r\n]\s*|[\s,，、;；]+(?=${START})`, 'i');
/** The same for a member of an array, whose commas are surely its own unless a blank follows. */
const NEXT_IN_MEMBER = new RegExp(String.raw`\s*[\r\n]\s*|[,，、;；]*\s+(?=${START})`, 'i');
const AROUND = /^[\s"'<]+|[\s"'>,，、;；]+$/g;

/** A comma with a blank, or a blank before what reads like a host: then the rest was meant as another address. */
const SEEMS_TWO = /[,，、;；]\s|\s[,，、;；]|\s[\w-]+(?:\.[\w-]+)+\//;

/** The addresses of a list by line, comma, blank or semicolon, or of an array. What is no text is shown as it reads. */
export function addressesIn(value: unknown): string[] {
	const list = arrayOf(value);
	const parts = Array.isArray(list)
		? list.flat(10).flatMap((one) => String(one ?? '').split(NEXT_IN_MEMBER))
		: String(list ?? '').split(NEXT);
	return parts.map((part) => part.replace(AROUND, '')).filter(Boolean);
}

/**
 * An address as the API takes it: `^https?://`, the scheme in small letters (DocFlow API, "Upload File"), and as it
 * came otherwise, unless it holds characters that no address may hold.
 */
export function toWebAddress(text: string): { url: string } | { reason: string; advice: string } {
	if (/^data:/i.test(text))
		return {
			reason: 'holds a file, it is not the address of one',
			advice:
				'Make a file of it with the Convert to File node, and choose Binary Data as the Source.',
		};
	const parsed = URL.canParse(text) ? new URL(text) : undefined;
	if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
		return {
			reason: 'is not a public web address',
			advice:
				'DocFlow downloads the file itself: enter an address that starts with http:// or https://.',
		};
	if (SEEMS_TWO.test(text))
		return {
			reason: 'seems to be two addresses in one',
			advice:
				'Put each address on a line of its own, with http:// or https:// before it. A blank inside of an address is written %20.',
		};
	const small = text.replace(/^https?:/i, (scheme) => scheme.toLowerCase());
	return { url: /^https?:\/\/[\x21-\x7e]+$/.test(small) ? small : parsed.href };
}

/** The file's name in an address, as people read it. Empty where it has none. */
export function nameInAddress(url: string): string {
	const last = new URL(url).pathname.split('/').pop() ?? '';
	try {
		return decodeURIComponent(last);
	} catch {
		return last;
	}
}
