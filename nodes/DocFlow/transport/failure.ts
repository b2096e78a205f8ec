import { askedDelay } from './pause';

/** What a failed call tells, holding only what may be shown: no headers, no credential. */
export interface Failure {
	/** HTTP status, absent when no answer came. */
	status?: number;
	/** DocFlow's business code from the envelope. */
	code?: string;
	msg?: string;
	traceId?: string;
	/** Node's network error code, such as ECONNREFUSED. */
	network?: string;
	retryAfter?: string;
	/** DocFlow's clock by the `Date` header of the answer, in epoch milliseconds. */
	time?: number;
	/** Of a signed request: by how many milliseconds DocFlow's clock is ahead of ours. */
	clockOffMs?: number;
	/** Replaces the advice that is derived from the codes. */
	message?: string;
	advice?: string;
	/** Whether the same may be asked again with a better end, and without doing it twice; else the codes tell. */
	passing?: boolean;
}

/** Why a call failed, in the words by which n8n since 2.40 decides when to poll again; older versions pass over it. */
export interface FailureCause {
	cause:
		| 'rate-limited'
		| 'quota-exhausted'
		| 'temporarily-unavailable'
		| 'credential-invalid'
		| 'configuration-invalid';
	retryAfterMs?: number;
}

/** More than this is no delay of the network. */
const MAX_CLOCK_OFF_MS = 60_000;

function explainClock(offMs: number): { message: string; advice: string } {
	const minutes = Math.round(Math.abs(offMs) / 60_000);
	return {
		message: `The clock of your n8n is ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${offMs > 0 ? 'behind' : 'ahead of'} DocFlow's`,
		advice:
			'DocFlow does not accept a signature made at another time. Set the clock of the machine that runs n8n, or choose Simple as Authentication in the DocFlow credential.',
	};
}

/** Codes, of HTTP or of the envelope, of a server that can't answer at the moment. */
const OWN_TROUBLE = /^(423|5\d\d|900)$/;

/** A title and a next step for what went wrong (codes: DocFlow documentation, "Error codes"). */
export function explain(failure: Failure): { message: string; advice: string } {
	const { status, code, network } = failure;
	const either = (...numbers: string[]) =>
		numbers.includes(code ?? '') || numbers.includes(String(status));
	if (failure.message !== undefined)
		return { message: failure.message, advice: failure.advice ?? '' };
	if (code === '1005025075')
		return {
			message: 'Your DocFlow account is out of quota',
			advice: 'Buy more pages in the TextIn console, then run this workflow again.',
		};
	if (either('401', '403') && Math.abs(failure.clockOffMs ?? 0) > MAX_CLOCK_OFF_MS)
		return explainClock(failure.clockOffMs ?? 0);
	if (either('401', '403'))
		return {
			message: 'DocFlow did not accept the credential',
			advice:
				'Open the DocFlow credential, test it, and check App ID, Secret Code, region and that your account may use this workspace.',
		};
	if (either('429'))
		return {
			message: 'DocFlow is receiving too many requests',
			advice: 'Wait a minute and run again, or send fewer batches at once.',
		};
	if (network !== undefined)
		return {
			message: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(network)
				? 'DocFlow cannot be reached'
				: 'The connection to DocFlow broke before it answered',
			advice: `Check the region or Base URL in the DocFlow credential and the network of your n8n (${network}).`,
		};
	if (status === 404)
		return {
			message: 'There is no DocFlow API at this address',
			advice: 'Check the region, or the Base URL and its path, in the DocFlow credential.',
		};
	if ([code, String(status)].some((one) => OWN_TROUBLE.test(one ?? '')))
		return {
			message: 'DocFlow has a problem of its own',
			advice: 'Run again in a few minutes; if it stays, send the trace ID to DocFlow support.',
		};
	return {
		message: `DocFlow refused the request${failure.msg ? `: ${failure.msg}` : ''}`,
		advice: 'Check the parameters of this node.',
	};
}

/** The cause of a failed call for n8n's back-off, where it is one that n8n knows (n8n-workflow, errors/failure). */
export function causeOf(
	{ status, code, network, retryAfter }: Failure,
	now: number,
): FailureCause | undefined {
	const either = [code, String(status)];
	const retryAfterMs = askedDelay(retryAfter, now);
	const timed = (cause: FailureCause['cause']) =>
		retryAfterMs === undefined ? { cause } : { cause, retryAfterMs };
	if (code === '1005025075') return { cause: 'quota-exhausted' };
	if (either.includes('429')) return timed('rate-limited');
	if (either.includes('401') || either.includes('403')) return { cause: 'credential-invalid' };
	if (network !== undefined || either.some((one) => OWN_TROUBLE.test(one ?? '')))
		return timed('temporarily-unavailable');
	if (status === 404 || (status !== undefined && status >= 300 && status < 400))
		return { cause: 'configuration-invalid' };
	return undefined;
}
