import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, IPollFunctions } from 'n8n-workflow';

import { isRecord } from '../json';
import { API_PREFIX, resolveBaseUrl } from './baseUrl';
import { apiError, type Failure, inputError, repairMojibake } from './errors';
import { type FileToSend, MultipartBody } from './multipart';
import { pause } from './pause';
import { mayRetry, MAX_TRIES, retryDelay } from './retry';

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
	/** Can be read more than once: by the signature and by each try. */
	body?: MultipartBody | IDataObject;
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

/** A message is read by people. */
const MAX_TEXT = 1000;

const text = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, MAX_TEXT) : undefined;

/** No clock of DocFlow is outside of these; a poll reckons with its time. */
const [EARLIEST_MS, LATEST_MS] = [Date.UTC(2015, 0), Date.UTC(2100, 0)];

const hostOf = (address: string): string =>
	URL.canParse(address) ? new URL(address).host : 'another page of the same host';

interface Answer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** The `result` of an answer, or why there is none (DocFlow documentation, "Response": `{code, msg, result}`). */
export function readEnvelope(answer: Answer): DocFlowAnswer | { failure: Failure } {
	const { statusCode: status, headers, body } = answer;
	const retryAfter = text(headers['retry-after']);
	const date = Date.parse(String(headers.date));
	const time = date >= EARLIEST_MS && date <= LATEST_MS ? date : undefined;
	if (status >= 300 && status < 400) {
		const target = hostOf(String(headers.location));
		const message = `DocFlow answered with a redirect to ${target}`;
		const advice =
			'A redirect is not followed, since your secret would travel with it. Enter the final address as Base URL in the DocFlow credential.';
		return { failure: { status, message, advice } };
	}
	if (!isRecord(body) || text(body.code) === undefined) {
		if (status !== 200) return { failure: { status, retryAfter, time } };
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
			failure: { status, code, msg: msg && repairMojibake(msg), traceId, retryAfter, time },
		};
	const result = isRecord(body.result) ? (body.result as IDataObject) : {};
	return { result, time };
}

/** Only the network code of a thrown error is kept: the error itself holds the headers and so the secret. */
function networkFailure(error: unknown): Failure {
	const seen: string[] = [];
	// n8n hides the code behind a sentence of its own; its `messages` keep what the network said.
	for (let at = error; isRecord(at) && seen.length < 40; at = at.cause)
		seen.push(...[at.code, at.httpCode, at.message, at.description, at.messages].map((part) => String(part ?? '')));
	const network = NETWORK_CODE.exec(seen.join(' '))?.[1];
	return { network: network ?? (/abort|timeout/i.test(seen.join(' ')) ? 'ETIMEDOUT' : 'no answer') };
}

/** A file that n8n can't give is no fault of the connection. */
function unreadableFailure({ name }: FileToSend): Failure {
	const message = `"${name}" could not be read from the binary data of n8n`;
	return { network: 'no answer', message, advice: 'Run the workflow again from the node that made the file.' };
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
	let baseUrl: string;
	let isSigned: boolean;
	try {
		const credential = await this.getCredentials('docFlowApi', itemIndex);
		baseUrl = resolveBaseUrl(credential);
		isSigned = credential.authentication === 'signature';
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw inputError(this, itemIndex, message, 'Open the DocFlow credential and mend it.');
	}
	const cancelled = 'The execution was cancelled before DocFlow answered';
	for (let attempt = 1; ; attempt++) {
		// n8n aborts a request under way, not the next one.
		if (signal?.aborted) throw apiError(this, { message: cancelled }, itemIndex);
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
		if (request.body !== undefined) options.body = request.body as IHttpRequestOptions['body'];
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
			failure = answer.failure;
		} catch (error) {
			const unreadable = request.body instanceof MultipartBody ? request.body.unreadable : undefined;
			failure = unreadable === undefined ? networkFailure(error) : unreadableFailure(unreadable);
		}
		if (isSigned) failure.clockOffMs = (failure.time ?? Date.now()) - Date.now();
		if (signal?.aborted) failure = { ...failure, message: cancelled };
		if (signal?.aborted || attempt === MAX_TRIES || !mayRetry(method, failure))
			throw apiError(this, failure, itemIndex);
		await pause(
			retryDelay(attempt, failure.retryAfter, Date.now(), Math.random()),
			signal,
		);
	}
}
