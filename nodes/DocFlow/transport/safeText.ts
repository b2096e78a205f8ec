/**
 * A text as it may be shown and logged. DocFlow's messages and the names of files come from strangers, and n8n's
 * editor renders an error's description and a hint as HTML: no tags, no control or direction characters.
 */
export function safeText(text: string): string {
	return text
		.replace(/\p{Bidi_Control}/gu, '')
		.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
		.replace(/\p{Cs}/gu, '\ufffd')
		.replace(/</g, '‹')
		.replace(/>/g, '›');
}

/** A stranger's text with so many characters at most. */
export function clipped(text: string, most: number): string {
	return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** What stands in the place of a secret. */
export const MASK = '***';

/** Shorter ones would take single digits and letters out of a message. */
const SHORTEST = 4;

/** A text of somebody else's in which secrets may be repeated, as by a gateway that quotes the address it was asked for. */
export function maskSecrets(text: string, secrets: unknown[]): string {
	const known = secrets.filter(
		(one): one is string => typeof one === 'string' && one.length >= SHORTEST,
	);
	const spellings = known.flatMap((one) => [
		one,
		// Half of a character has no spelling in an address; what writes one puts this there.
		encodeURIComponent(one.replace(/\p{Cs}/gu, '\ufffd')),
		JSON.stringify(one).slice(1, -1),
	]);
	return spellings.reduce((rest, one) => rest.replaceAll(one, MASK), text);
}
