import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import {
	type Answer,
	type DocFlowAnswer,
	type DocFlowDownload,
	maskedFailure,
	readAnswer,
	readDownload,
} from './answer';
import { API_PREFIX, resolveBaseUrl } from './baseUrl';
import { cancelSignal, type DocFlowContext } from './context';
import { apiError, inputError } from './errors';
import { isUnsettled } from './failure';
import type { Failure } from './kinds';
import { MultipartBody } from './multipart';
import { networkFailure, unreadableFailure } from './network';
import { pause } from './pause';
import { isPlainToTls, PROBE } from './plainToTls';
import { MAX_TRIES, mayRepeat, type Repeat, retryDelay } from './retry';
import { secretsOf } from './secrets';

/** Query values as the API types them; an absent one is not sent. */
export type Query = Record<string, string | number | boolean | undefined>;

export interface DocFlowRequest {
	method: 'GET' | 'POST';
	/** Below the API prefix, such as `/file/fetch`. */
	path: string;
	repeat: Repeat;
	query?: Query;
	/** Can be read more than once: by the signature and by each try. */
	body?: MultipartBody | IDataObject | IDataObject[];
	/** Milliseconds; 60 s unless told. */
	timeout?: number;
	/** The input item it is for; a poll has none. */
	itemIndex?: number;
	/** What shows whether a `once` call was done, such as `File → Get`. */
	look?: string;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const CANCELLED = 'The execution was cancelled before DocFlow answered';
/** Of a `once` call whose answer is lost. */
const mayBeDone = (look = 'the DocFlow web pages') =>
	`DocFlow may have done it all the same: look with ${look} before you run this again.`;

/** `?a=1&b=…` with every value percent-encoded as UTF-8; category names are often Chinese. */
export function encodeQuery(query: Query): string {
	const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
	if (pairs.length === 0) return '';
	return `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}

/** The credential and the address that it leads to. @throws NodeOperationError when they can't be used. */
async function readCredential(
	context: DocFlowContext,
	itemIndex: number | undefined,
): Promise<{ credential: ICredentialDataDecryptedObject; baseUrl: string }> {
	try {
		const credential = await context.getCredentials('docFlowApi', itemIndex);
		return { credential, baseUrl: resolveBaseUrl(credential) };
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw inputError(context, itemIndex, message, 'Open the DocFlow credential and mend it.');
	}
}

/** One try: what `read` makes of the answer, or why there is none. */
async function attempt<T extends object>(
	context: DocFlowContext,
	request: DocFlowRequest,
	options: IHttpRequestOptions,
	read: (answer: Answer) => T | { failure: Failure },
): Promise<T | { failure: Failure }> {
	try {
		// n8n's helper fills in the options it gets, so each try has its own.
		const answer: unknown = await context.helpers.httpRequestWithAuthentication.call(
			context,
			'docFlowApi',
			{ ...options },
		);
		return read(answer as Answer);
	} catch (error) {
		const { body } = request;
		const unreadable = body instanceof MultipartBody ? body.unreadable : undefined;
		if (unreadable === undefined) return { failure: networkFailure(error) };
		return { failure: unreadableFailure(unreadable.file, unreadable.isFirst) };
	}
}

/** Every call to DocFlow: address, authentication, retry and error mapping. `read` takes the answer apart. */
async function call<T extends object>(
	context: DocFlowContext,
	request: DocFlowRequest,
	read: (answer: Answer) => T | { failure: Failure },
	special: Partial<IHttpRequestOptions> = {},
): Promise<T> {
	const { method, path, query = {}, body, repeat, timeout, itemIndex } = request;
	const signal = cancelSignal(context);
	const { credential, baseUrl } = await readCredential(context, itemIndex);
	const options: IHttpRequestOptions = {
		method,
		url: `${baseUrl}${API_PREFIX}${path}${encodeQuery(query)}`,
		timeout: timeout ?? DEFAULT_TIMEOUT_MS,
		// A followed redirect would carry the secret to its target, and would buffer the body.
		disableFollowRedirect: true,
		skipSslCertificateValidation: credential.ignoreSSLIssues === true,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
		headers: { lang: 'en_US' },
		...(body !== undefined && { body: body as IHttpRequestOptions['body'] }),
		...special,
	};
	const probe = async (url: string) => await context.helpers.httpRequest({ ...PROBE, url });
	for (let tries = 1; ; tries++) {
		// n8n aborts a request under way, not the next one.
		if (signal?.aborted) throw apiError(context, { message: CANCELLED }, itemIndex);
		const answer = await attempt(context, request, options, read);
		if (!('failure' in answer)) return answer;
		const secrets = [credential.secretCode, ...secretsOf(context, itemIndex)];
		const failure: Failure = {
			...maskedFailure(answer.failure, secrets),
			path,
			host: new URL(baseUrl).host,
			timeout,
			...(body instanceof MultipartBody && { sent: { files: body.fileCount, bytes: body.size } }),
		};
		if (tries === 1 && !signal?.aborted && (await isPlainToTls(probe, baseUrl, failure)))
			failure.network = 'PLAIN_TO_TLS';
		if (credential.authentication === 'signature')
			failure.clockOffMs = (failure.time ?? Date.now()) - Date.now();
		// What broke by it, such as a file that was being read, is not to blame.
		if (signal?.aborted) Object.assign(failure, { message: CANCELLED, advice: '' });
		const note = repeat === 'once' && isUnsettled(failure) ? mayBeDone(request.look) : undefined;
		if (note !== undefined) failure.mayBeDone = true;
		if (signal?.aborted || tries === MAX_TRIES || !mayRepeat(repeat, failure, Date.now()))
			throw apiError(context, failure, itemIndex, note);
		await pause(retryDelay(tries, failure.retryAfter, Date.now(), Math.random()), signal);
	}
}

/**
 * A call that DocFlow answers with an envelope.
 * @throws DocFlowError with what happened and what to do, of a `once` call also that it may have been done;
 * NodeOperationError for a bad Base URL.
 */
export const docFlowRequest = async (
	context: DocFlowContext,
	request: DocFlowRequest,
): Promise<DocFlowAnswer> => await call(context, request, readAnswer);

/** A call that DocFlow answers with a file, whole in memory. @throws as `docFlowRequest` does, and when an envelope comes in its place. */
export const docFlowDownload = async (
	context: DocFlowContext,
	request: DocFlowRequest,
): Promise<DocFlowDownload> =>
	await call(context, request, readDownload, { encoding: 'arraybuffer' });
