/** The parts of JSON that are text, and those that are a number too long for JavaScript to hold exactly. */
const TEXT_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * JSON as a service in Java reads it: a long whole number loses no digits, it comes as text with an `n` behind it. The
 * vendor's Python client sends ids of repositories as numbers of 19 digits. @throws SyntaxError.
 */
export const parseJson = (json: string): unknown =>
	JSON.parse(
		json.replace(TEXT_OR_LONG_NUMBER, (part) => (part.startsWith('"') ? part : `"${part}n"`)),
	);
