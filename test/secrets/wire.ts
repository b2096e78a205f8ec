import type { IncomingMessage, ServerResponse } from 'http';

import type { Seen } from './recorder';

/** Answers as DocFlow does when nothing is wrong, so that an operation comes to its end. */
export function answerWell(request: IncomingMessage, response: ServerResponse): void {
	const file = {
		id: '1978297791713619968',
		task_id: '1',
		name: 'a.txt',
		recognition_status: 1,
		batch_number: '1',
	};
	const result = { total: 1, batch_number: '1', files: [file] };
	response.setHeader('content-type', 'application/json').end(
		JSON.stringify({
			code: 200,
			result: request.method === 'GET' ? result : { ...result, total: undefined },
		}),
	);
}

/** A part of a form as it stands on the wire: the lines before its content. */
export type PartHead = string[];

/** A request taken apart as strictly as can be. */
export interface Read {
	path: string;
	/** Every parameter in turn, decoded. */
	query: Array<[string, string]>;
	/** Names of headers in turn, in lower case. */
	headers: string[];
	parts: PartHead[];
	json?: unknown;
}

const headerOf = ({ headers }: Seen, name: string): string =>
	headers[headers.findIndex((one, at) => at % 2 === 0 && one.toLowerCase() === name) + 1] ?? '';

/** The heads of all parts, from one boundary to the next. */
function partsOf(seen: Seen): PartHead[] {
	const boundary = /boundary=(.+)$/.exec(headerOf(seen, 'content-type'))?.[1];
	if (boundary === undefined) return [];
	const pieces = Buffer.from(seen.body, 'latin1').toString('utf8').split(`--${boundary}`);
	return pieces.slice(1, -1).map((piece) => piece.split('\r\n\r\n')[0].split('\r\n').slice(1));
}

/** Takes a request apart. */
export function readWire(seen: Seen): Read {
	const [path, ...query] = seen.url.split('?');
	const isJson = headerOf(seen, 'content-type').startsWith('application/json');
	return {
		path,
		query: query
			.join('?')
			.split('&')
			.map((pair) => pair.split('=').map(decodeURIComponent) as [string, string]),
		headers: seen.headers.filter((_one, at) => at % 2 === 0).map((name) => name.toLowerCase()),
		parts: partsOf(seen),
		...(isJson && {
			json: JSON.parse(Buffer.from(seen.body, 'latin1').toString('utf8')) as unknown,
		}),
	};
}
