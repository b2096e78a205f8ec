import { createHmac } from 'crypto';

import type { RecordedRequest } from '../../sandbox/server';

/** Something that must not be found. */
export interface Needle {
	name: string;
	value: string | Buffer;
}

/** Shorter pieces of a secret stand in harmless texts as well. */
const PIECE = 8;

/** A text's Base64 wherever it begins in a longer one, without the characters that its neighbours have a share in. */
function base64Of(bytes: Buffer): string[] {
	return [0, 1, 2].map((before) => {
		const shifted = Buffer.concat([Buffer.alloc(before), bytes]);
		const whole = shifted.subarray(0, shifted.length - (shifted.length % 3)).toString('base64');
		return whole.slice(before === 0 ? 0 : 4);
	});
}

const html = (text: string) =>
	text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const ascii = (text: string) =>
	text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A text cut into pieces, as a line break or a limit of length does. */
function piecesOf(text: string): string[] {
	return Array.from({ length: Math.floor(text.length / PIECE) }, (_, at) =>
		text.slice(at * PIECE, (at + 1) * PIECE),
	);
}

/** Every way to write a secret down. */
export function spellingsOf({ value }: Needle): Map<string, string> {
	const bytes = Buffer.from(value);
	const hex = bytes.toString('hex');
	const binary: Array<[string, string]> = [
		['hex', hex],
		['hex with spaces', hex.match(/../g)?.join(' ') ?? hex],
		...base64Of(bytes).flatMap((text, at): Array<[string, string]> => [
			[`Base64 at ${at}`, text],
			[`Base64 for addresses at ${at}`, text.replace(/\+/g, '-').replace(/\//g, '_')],
		]),
	];
	if (typeof value !== 'string') return new Map(binary);
	const percent = encodeURIComponent(value);
	return new Map([
		['plain', value],
		['percent-encoded', percent],
		['percent-encoded in lower case', percent.replace(/%../g, (code) => code.toLowerCase())],
		['percent-encoded twice', encodeURIComponent(percent)],
		['as a form', new URLSearchParams([['', value]]).toString().slice(1)],
		['JSON', json(value)],
		['JSON in JSON', json(json(value))],
		['ASCII JSON', ascii(json(value))],
		['HTML', html(value)],
		['UTF-8 read as Latin-1', bytes.toString('latin1')],
		['backwards', [...value].reverse().join('')],
		...piecesOf(value).map((piece, at): [string, string] => [`piece ${at}`, piece]),
		...binary,
	]);
}

/** Which needles a text holds, and in which spelling. */
export function find(text: string, needles: Needle[]): string[] {
	return needles.flatMap((needle) =>
		[...spellingsOf(needle)]
			.filter(([, spelling]) => text.includes(spelling))
			.map(([how]) => `${needle.name}: ${how}`),
	);
}

/** What must never come out of a run with these requests; with signatures also the keys that they were made with. */
export function needlesOf(
	secretCode: string,
	password: string,
	requests: RecordedRequest[],
): Needle[] {
	const timestamps = new Set(
		requests.map(({ headers }) => headers['x-ti-timestamp']).filter((time) => time !== undefined),
	);
	return [
		{ name: 'secret', value: secretCode },
		{ name: 'PDF password', value: password },
		...[...timestamps].map((time) => ({
			name: 'signature key',
			value: createHmac('sha256', secretCode).update(String(time)).digest(),
		})),
	];
}
