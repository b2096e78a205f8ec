import { PREFIX } from '../../sandbox/context';
import type { Sandbox } from '../../sandbox/server';

/** An answer's envelope, its `result` as loose as a test needs it. */
export interface Answer<T = Record<string, unknown>> {
	status: number;
	headers: Headers;
	code: number;
	msg: string;
	traceId?: string;
	result: T;
}

export type Query = Record<string, string>;

/** The headers of the simple authentication. */
export const simple = ({ credential }: Sandbox) => ({
	'x-ti-app-id': credential.appId,
	'x-ti-secret-code': credential.secretCode,
});

/** Address of an API call, its workspace included unless the query names another. */
export const address = ({ url, credential }: Sandbox, path: string, query: Query = {}): string =>
	`${url}${PREFIX}${path}?${String(new URLSearchParams({ workspace_id: credential.workspaceId, ...query }))}`;

/** Calls the sandbox over HTTP with the simple authentication, unless `init` brings headers. */
export async function call<T = Record<string, unknown>>(
	sandbox: Sandbox,
	path: string,
	query: Query = {},
	init: RequestInit = {},
): Promise<Answer<T>> {
	const answer = await fetch(address(sandbox, path, query), { headers: simple(sandbox), ...init });
	return {
		status: answer.status,
		headers: answer.headers,
		...((await answer.json()) as Omit<Answer<T>, 'status' | 'headers'>),
	};
}

/** A POST of JSON. */
export const json = (sandbox: Sandbox, body: unknown): RequestInit => ({
	method: 'POST',
	headers: { ...simple(sandbox), 'content-type': 'application/json' },
	body: JSON.stringify(body),
});

/** A multipart body with the field `file` repeated. */
export function form(
	...files: Array<[content: string | Uint8Array<ArrayBuffer>, name: string]>
): FormData {
	const body = new FormData();
	for (const [content, name] of files) body.append('file', new Blob([content]), name);
	return body;
}

export interface Taken {
	batch_number: string;
	files: Array<{ id: string; task_id: string; name: string; format: string }>;
}

/** Uploads one text file and more, by default one short text. */
export const upload = async (
	sandbox: Sandbox,
	query: Query = {},
	body = form(['Number: 1', 'a.txt']),
) => await call<Taken>(sandbox, '/file/upload', query, { method: 'POST', body });

export interface Page<R> {
	total: number;
	page: number;
	page_size: number;
	files: R[];
}

/** The part of a record that every test looks at. */
export interface Row {
	id: string;
	name: string;
	recognition_status: number;
}

/** Lists files. */
export const list = async <R = Row>(sandbox: Sandbox, query: Query = {}) =>
	await call<Page<R>>(sandbox, '/file/fetch', query);
