import { isRecord } from '../json';
import type { Failure } from './errors';
import type { FileToSend } from './multipart';

const NETWORK_CODE = /\b(E[A-Z]{4,}(?:_[A-Z]+)*|UND_ERR_\w+)\b/;

/** Why no answer came. Only the network code of the thrown error is kept: the error itself holds the headers and so the secret. */
export function networkFailure(error: unknown): Failure {
	const seen: string[] = [];
	// n8n hides the code behind a sentence of its own; its `messages` keep what the network said.
	for (let at = error; isRecord(at) && seen.length < 40; at = at.cause)
		seen.push(
			...[at.code, at.httpCode, at.message, at.description, at.messages].map((part) =>
				String(part ?? ''),
			),
		);
	// Node.js refuses it before anything is sent.
	if (/invalid character in header/i.test(seen.join(' ')))
		return {
			message:
				'The App ID or Secret Code of the credential holds a character that no header can carry',
			advice:
				'Open the DocFlow credential and copy both again from the TextIn console, without a line break.',
		};
	const network = NETWORK_CODE.exec(seen.join(' '))?.[1];
	return {
		network: network ?? (/abort|timeout/i.test(seen.join(' ')) ? 'ETIMEDOUT' : 'no answer'),
	};
}

/** A request that failed because of a file that n8n can't give, which is no fault of the connection. */
export function unreadableFailure({ name }: FileToSend): Failure {
	const message = `"${name}" could not be read from the binary data of n8n`;
	return {
		network: 'no answer',
		message,
		advice: 'Run the workflow again from the node that made the file.',
	};
}
