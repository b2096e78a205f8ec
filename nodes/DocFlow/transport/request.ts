import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IPollFunctions,
} from 'n8n-workflow';

import {
	type Answer,
	type DocFlowAnswer,
	readAnswer,
	maskedFailure,
	networkFailure,
	unreadableFailure,
} from './answer';
import { API_PREFIX, resolveBaseUrl } from './baseUrl';
import { apiError, inputError } from './errors';
import { type Failure } from './failure';
import { MultipartBody } from './multipart';
import { pause } from './pause';
import { mayRetry, MAX_TRIES, retryDelay } from './retry';

/** Query values as the API types them; an absent one is not sent. */
export type Query = Record<string, string | number | boolean | undefined>;

/** Where a call comes from: an operation, or a poll of the trigger. */
export type DocFlowContext = IExecuteFunctions | IPollFunctions;

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

/** `?a=1&b=…` with every value percent-encoded as UTF-8; category names are often Chinese. */
export function encodeQuery(query: Query): string {
	const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
	if (pairs.length === 0) return '';
	return `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}

/**
 * Every call to DocFlow: address, authentication, envelope, retry and error mapping.
 * @throws DocFlowError with what happened and what to do; NodeOperationError for a bad Base URL.
 */
export async function docFlowRequest(
	context: DocFlowContext,
	request: DocFlowRequest,
): Promise<DocFlowAnswer> {
	const { method, path, query, itemIndex } = request;
	// A poll can't be cancelled.
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	let credential: ICredentialDataDecryptedObject;
	let baseUrl: string;
	try {
		credential = await context.getCredentials('docFlowApi', itemIndex);
		baseUrl = resolveBaseUrl(credential);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw inputError(context, itemIndex, message, 'Open the DocFlow credential and mend it.');
	}
	const cancelled = 'The execution was cancelled before DocFlow answered';
	for (let attempt = 1; ; attempt++) {
		// n8n aborts a request under way, not the next one.
		if (signal?.aborted) throw apiError(context, { message: cancelled }, itemIndex);
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
			const answer = readAnswer(
				(await context.helpers.httpRequestWithAuthentication.call(
					context,
					'docFlowApi',
					options,
				)) as Answer,
			);
			if ('result' in answer) return answer;
			failure = maskedFailure(answer.failure, [credential.secretCode, query.parser_pdf_pwd]);
		} catch (error) {
			const unreadable =
				request.body instanceof MultipartBody ? request.body.unreadable : undefined;
			failure = unreadable === undefined ? networkFailure(error) : unreadableFailure(unreadable);
		}
		if (credential.authentication === 'signature')
			failure.clockOffMs = (failure.time ?? Date.now()) - Date.now();
		if (signal?.aborted) failure = { ...failure, message: cancelled };
		if (signal?.aborted || attempt === MAX_TRIES || !mayRetry(method, failure))
			throw apiError(context, failure, itemIndex);
		await pause(retryDelay(attempt, failure.retryAfter, Date.now(), Math.random()), signal);
	}
}
