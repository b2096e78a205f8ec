import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions, IHttpRequestOptions, IPollFunctions } from 'n8n-workflow';
import { isObjectEmpty } from 'n8n-workflow';

import { API_PREFIX, resolveBaseUrl } from './baseUrl';
import { apiError, type Failure, inputError, repairMojibake } from './errors';
import { pause } from './pause';
import { clipped } from './plain';
import { mayRetry, MAX_TRIES, retryDelay } from './retry';
import { withhold } from './withhold';

/** Query values as the API types them; an absent one is not sent. */
export type Query = Record<string, string | number | boolean | undefined>;

/** Where a call comes from: an operation, or a poll of the trigger. */
export type DocFlowContext = IExecuteFunctions | IPollFunctions;

/** What a call gave. */
export interface DocFlowAnswer {
	/** The envelope's `result`. */
	result: IDataObject;
	/** DocFlow's clock by the `Date` header, in epoch milliseconds; undefined without one. */
	time?: number;
}

export interface DocFlowRequest {
	method: 'GET' | 'POST';
	/** Below the API prefix, such as `/file/fetch`. */
	path: string;
	query: Query;
	/** Made anew for each try, because a stream can be read only once. */
	body?: () => Promise<FormData | IDataObject>;
	/** Milliseconds; 60 s unless told. */
	timeout?: number;
	/** The input item it is for; a poll has none. */
	itemIndex?: number;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const NETWORK_CODE = /\b(E[A-Z]{4,}(?:_[A-Z]+)*|UND_ERR_\w+)\b/;

/** `?a=1&b=…` with every value percent-encoded as UTF-8; category names are often Chinese. */
export function encodeQuery(query: Query): string {
	const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
	if (pairs.length === 0) return '';
	return `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Stands for the host that was asked, in an address that may be relative to it. */
const SAME_HOST = 'https://same.invalid';

const text = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** Where an address leads; `//host/path` names a host as well. */
function hostOf(address: string): string {
	const host = URL.canParse(address, SAME_HOST) ? new URL(address, SAME_HOST).host : '';
	if (host === '') return 'something that is no web address';
	return host === new URL(SAME_HOST).host ? 'another page of the same host' : host;
}

interface Answer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** The `result` of an answer, or why there is none (DocFlow documentation, "Response": `{code, msg, result}`). */
export function readEnvelope(answer: Answer): DocFlowAnswer | { failure: Failure } {
	const { statusCode: status, headers, body } = answer;
	const retryAfter = text(headers['retry-after']);
	if (status >= 300 && status < 400) {
		const target = hostOf(String(headers.location));
		const message = `DocFlow answered with a redirect to ${target}`;
		const advice =
			'A redirect is not followed, since your secret would travel with it. Enter the final address as Base URL in the DocFlow credential.';
		return { failure: { status, message, advice } };
	}
	if (!isObject(body) || text(body.code) === undefined) {
		if (status !== 200) return { failure: { status, retryAfter } };
		const message = 'The answer is not one of DocFlow';
		const advice =
			'Check the region or the Base URL in the DocFlow credential, and whether a proxy stands in between.';
		return { failure: { status, message, advice } };
	}
	const code = text(body.code);
	const msg = text(body.msg) ?? text(body.message);
	const traceId = text(body.traceId) ?? text(body.trace_id);
	if (status >= 400 || code !== '200')
		return {
			failure: { status, code, msg: msg && repairMojibake(msg), traceId, retryAfter },
		};
	const time = Date.parse(String(headers.date));
	const result = isObject(body.result) ? (body.result as IDataObject) : {};
	return Number.isNaN(time) ? { result } : { result, time };
}

/** Characters of each thing that DocFlow says. */
const MAX_TEXT = 500;

/** What DocFlow, or a gateway before it, says may be long, and may repeat what it was sent. */
function showable(failure: Failure, secrets: unknown[]): Failure {
	const show = (value: unknown) => (typeof value === 'string' ? clipped(withhold(value, secrets), MAX_TEXT) : value);
	return Object.fromEntries(Object.entries(failure).map(([name, value]) => [name, show(value)])) as Failure;
}

/** Only the network code of a thrown error is kept: the error itself holds the headers and so the secret. */
function networkFailure(error: unknown): Failure {
	const seen: string[] = [];
	// n8n hides the code behind a sentence of its own; its `messages` keep what the network said.
	for (let at = error; isObject(at) && seen.length < 40; at = at.cause)
		seen.push(...[at.code, at.httpCode, at.message, at.description, at.messages].map((part) => String(part ?? '')));
	// Node.js refuses it before anything is sent.
	if (/invalid character in header/i.test(seen.join(' ')))
		return {
			message: 'The App ID or Secret Code of the credential holds a character that no header can carry',
			advice: 'Open the DocFlow credential and copy both again from the TextIn console, without a line break.',
		};
	const network = NETWORK_CODE.exec(seen.join(' '))?.[1];
	return { network: network ?? (/abort|timeout/i.test(seen.join(' ')) ? 'ETIMEDOUT' : 'no answer') };
}

/**
 * Every call to DocFlow: address, authentication, envelope, retry and error mapping.
 * @throws DocFlowError with what happened and what to do; NodeOperationError for a bad Base URL.
 */
export async function docFlowRequest(
	this: DocFlowContext,
	request: DocFlowRequest,
): Promise<DocFlowAnswer> {
	const { method, path, query, itemIndex } = request;
	// A poll can't be cancelled.
	const signal = 'getExecutionCancelSignal' in this ? this.getExecutionCancelSignal() : undefined;
	let credential: ICredentialDataDecryptedObject;
	let baseUrl: string;
	try {
		credential = await this.getCredentials('docFlowApi', itemIndex);
		baseUrl = resolveBaseUrl(credential);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw inputError(this, itemIndex, message, 'Open the DocFlow credential and mend it.');
	}
	const cancelled = 'The execution was cancelled before DocFlow answered';
	for (let attempt = 1; ; attempt++) {
		const options: IHttpRequestOptions = {
			method,
			url: `${baseUrl}${API_PREFIX}${path}${encodeQuery(query)}`,
			timeout: request.timeout ?? DEFAULT_TIMEOUT_MS,
			// A followed redirect would carry the secret to its target, and would buffer the body.
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
			headers: { lang: 'en_US' },
		};
		const body = await request.body?.();
		if (body !== undefined && (body instanceof FormData || !isObjectEmpty(body)))
			options.body = body;
		let failure: Failure;
		try {
			const answer = readEnvelope(
				(await this.helpers.httpRequestWithAuthentication.call(
					this,
					'docFlowApi',
					options,
				)) as Answer,
			);
			if ('result' in answer) return answer;
			failure = showable(answer.failure, [credential.secretCode, query.parser_pdf_pwd]);
		} catch (error) {
			failure = networkFailure(error);
		}
		if (signal?.aborted) failure = { ...failure, message: cancelled };
		if (signal?.aborted || attempt === MAX_TRIES || !mayRetry(method, failure))
			throw apiError(this, failure, itemIndex);
		await pause(
			retryDelay(attempt, failure.retryAfter, Date.now(), Math.random()),
			signal,
		);
		// An n8n that does not abort requests by itself would still send one more.
		if (signal?.aborted) throw apiError(this, { ...failure, message: cancelled }, itemIndex);
	}
}
