import { type Format, formatOfEnding, isTakenName } from './formats';

/** Bytes of a name as UTF-8: file systems hold 255, and DocFlow puts its own before it in exports. */
const MAX_BYTES = 200;

const WORD = String.raw`=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=`;
const WORDS = new RegExp(`${WORD}(?:\\s*${WORD})*`, 'gi');

/** @throws RangeError for a charset nobody knows. */
const decode = (bytes: Buffer, charset: string): string => new TextDecoder(charset).decode(bytes);

/** Bytes written as `=C3` or `%C3`. */
const unescape = (text: string, mark: string): Buffer =>
	Buffer.concat(
		text
			.split(new RegExp(`(${mark}[0-9a-f]{2})`, 'i'))
			.map((part, at) =>
				Buffer.from(at % 2 === 1 ? part.slice(1) : part, at % 2 === 1 ? 'hex' : 'utf8'),
			),
	);

/** Encoded words of a mail's head (RFC 2047); those side by side may cut a character in two. */
function decodeWords(name: string): string {
	return name.replace(WORDS, (run) => {
		const parts: Array<{ charset: string; bytes: Buffer[] }> = [];
		for (const [, charset, encoding, text] of run.matchAll(new RegExp(WORD, 'gi'))) {
			const bytes =
				encoding.toLowerCase() === 'b'
					? Buffer.from(text, 'base64')
					: unescape(text.replaceAll('_', ' '), '=');
			const last = parts.at(-1);
			if (last?.charset.toLowerCase() === charset.toLowerCase()) last.bytes.push(bytes);
			else parts.push({ charset, bytes: [bytes] });
		}
		try {
			return parts.map(({ charset, bytes }) => decode(Buffer.concat(bytes), charset)).join('');
		} catch {
			return run;
		}
	});
}

/** A value of a mail's head with its charset before it (RFC 2231): `UTF-8''Rechnung%20M%C3%A4rz.pdf`. */
function decodeExtended(name: string): string {
	const [, charset, text] = /^(?:filename\*=)?([\w.:+-]+)'[\w-]*'(.*)$/s.exec(name) ?? [];
	if (charset === undefined) return name;
	try {
		return decode(unescape(text, '%'), charset);
	} catch {
		return name;
	}
}

const BLANK_OR_QUOTE = String.raw`\s\p{Cc}"'\u0060\u2018-\u201f\u00ab\u00bb<>`;
const ENDS = new RegExp(`^[${BLANK_OR_QUOTE}]+|[${BLANK_OR_QUOTE}.,;:]+$`, 'gu');

/**
 * A name as a person reads it: decoded, without the folders before it, without quotes and blanks around it, and
 * without marks that nobody sees. What no name can hold is a `_`. Empty when nothing is left.
 */
export function cleanName(raw: string): string {
	const visible = decodeExtended(decodeWords(raw)).replace(/\p{Cf}/gu, '');
	const parts = visible.split(/[\\/]/).map((part) => part.replace(ENDS, ''));
	return (parts.filter(Boolean).pop() ?? '')
		.replace(/\s+/g, ' ')
		.replace(/[\p{Cc}\p{Cs}]/gu, '_')
		.replaceAll('"', "'");
}

/** A clean name as what stands before its ending, the ending, and what a second copy got behind it: `a.pdf (1)`. */
interface Parts {
	base: string;
	format: Format;
	rest: string;
}

/** The ending of a clean name, where it is one of a format DocFlow reads. */
export function endingOf(name: string): Parts | undefined {
	const [, base, ending] = /^(.*)[.\uff0e\u3002]\s*([^.\uff0e\u3002\s]+)$/s.exec(name) ?? [];
	const format = ending === undefined ? undefined : formatOfEnding(ending);
	return format && { base, format, rest: '' };
}

/** An ending of such a format with something behind it: `a.pdf (1)`, `a.pdf_2`, `a.pdf - Copy`, `a.pdf?id=1`. */
export function innerEndingOf(name: string): Parts | undefined {
	const [, base, ending, rest] = /^(.*)\.([a-z]+)(?![\p{L}\p{N}])([^.]*)$/isu.exec(name) ?? [];
	const format = ending === undefined ? undefined : formatOfEnding(ending);
	return format && { base, format, rest };
}

/** As much of a text as fits into so many bytes of UTF-8, no character cut in two. */
function cut(text: string, bytes: number): string {
	let end = 0;
	let size = 0;
	for (const character of text) {
		size += Buffer.byteLength(character);
		if (size > bytes) break;
		end += character.length;
	}
	return text.slice(0, end);
}

/** The name under which a file of a format goes to DocFlow: with an ending that DocFlow takes, and not too long. */
export function nameFor(clean: string, field: string, format: Format): string {
	const parts = [endingOf(clean), innerEndingOf(clean)].find((one) => one?.format === format);
	const isKept = isTakenName(clean) && parts?.rest === '';
	const base = parts === undefined ? clean : `${parts.base}${parts.rest}`.trim();
	const ending = isKept ? clean.slice(clean.lastIndexOf('.')) : `.${format}`;
	const stem = base || cleanName(field) || 'file';
	return `${cut(stem, MAX_BYTES - ending.length)}${ending}`;
}
