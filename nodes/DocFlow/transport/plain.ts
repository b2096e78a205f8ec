/**
 * A text as it may be shown and logged. DocFlow's messages and the names of files come from strangers, and n8n's
 * editor renders an error's description and a hint as HTML: no tags, no control or direction characters.
 */
export function plain(text: string): string {
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
