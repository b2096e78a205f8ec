import { isRecord } from '../json';
import type { Failure } from './kinds';
import type { FileToSend } from './multipart';

/** A code of Node.js or of its TLS, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`; one of n8n's own errors has none. */
const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;
const CODE_IN_TEXT = /\b(E[A-Z]{4,}(?:_[A-Z]+)*|UND_ERR_\w+)\b/;

/** Names of ours for what no single code tells, by what the network or n8n says of it. */
const BY_WORDS: Array<[RegExp, string]> = [
	// n8n-core, SsrfBlockedIpError and SsrfBlockedHostnameError.
	[/SSRF|resolves to a restricted IP|destination hostname is restricted/, 'SSRF_BLOCKED'],
	// axios, at the end of the time that a call is given.
	[/timeout of \d+ ?ms exceeded/, 'OWN_TIMEOUT'],
	// OpenSSL, when the other side does not answer in TLS.
	[
		/wrong version number|packet length too long|record layer failure|SSL routines:\w*:http request/,
		'TLS_TO_PLAIN',
	],
	// Node.js, when the other side hangs up during the handshake.
	[/before secure TLS connection was established/, 'TLS_BROKE'],
	// Node.js refuses it before anything is sent.
	[/invalid character in header/i, 'BAD_HEADER'],
];

/** The phase in which the network failed tells whether a byte of the request can have gone out. */
const CONNECTING = /\b(?:connect|getaddrinfo) (E[A-Z]+)/;

/** What an error and its causes say. n8n hides the code behind a sentence of its own; its `messages` keep what the network said. */
function saidBy(error: unknown): { codes: string[]; words: string } {
	const codes: string[] = [];
	const words: string[] = [];
	for (let at = error, depth = 0; isRecord(at) && depth < 10; at = at.cause, depth++) {
		codes.push(...[at.code, at.httpCode].filter((one) => typeof one === 'string'));
		words.push(
			...[at.name, at.message, at.description, at.messages].map((one) => String(one ?? '')),
		);
	}
	return { codes: codes.filter((code) => CODE.test(code)), words: words.join(' ') };
}

/** Why no answer came. Only the code is kept of the error: the error itself holds the headers and so the secret. */
export function networkFailure(error: unknown): Failure {
	const { codes, words } = saidBy(error);
	const ours = BY_WORDS.find(([pattern]) => pattern.test(words))?.[1];
	if (ours !== undefined) return { network: ours };
	const connecting = CONNECTING.exec(words)?.[1];
	if (connecting !== undefined) return { network: `connect ${connecting}` };
	const code = codes[0] ?? CODE_IN_TEXT.exec(words)?.[1];
	return { network: code ?? (/abort|timeout/i.test(words) ? 'ETIMEDOUT' : 'no answer') };
}

/** A request that failed because of a file that n8n can't give, which is no fault of the connection. A file before it may have arrived. */
export function unreadableFailure({ name }: FileToSend, isFirst: boolean): Failure {
	return {
		network: isFirst ? 'FILE_UNREADABLE' : 'no answer',
		message: `"${name}" could not be read from the binary data of n8n`,
		advice: 'Run the workflow again from the node that made the file.',
	};
}

/** What servers say, in HTTP 400, to one that speaks http to a port for https (nginx, Apache, Go). */
const PLAIN_TO_TLS =
	/plain HTTP request was sent to HTTPS|plain HTTP to an SSL-enabled|HTTP request to an HTTPS server/i;

/** Whether the text of an answer tells that its port is one for https. */
export const saysPlainToTls = (status: number, body: unknown): boolean =>
	status === 400 && typeof body === 'string' && PLAIN_TO_TLS.test(body);
