/** What a failed call tells, holding only what may be shown: no headers, no credential. */
export interface Failure {
	/** HTTP status, absent when no answer came. */
	status?: number;
	/** DocFlow's business code from the envelope; absent when the answer is not one of DocFlow. */
	code?: string;
	msg?: string;
	traceId?: string;
	/** A network error code of Node.js, such as ECONNREFUSED, or one of ours (`networkFailure`). */
	network?: string;
	retryAfter?: string;
	/** DocFlow's clock by the `Date` header of the answer, in epoch milliseconds. */
	time?: number;
	/** Of a signed request: by how many milliseconds DocFlow's clock is ahead of ours. */
	clockOffMs?: number;
	/** The API's path of the call, such as `/file/upload`. */
	path?: string;
	/** The host that was asked, with its port. */
	host?: string;
	/** How many files the call carried, and the bytes of its body. */
	sent?: { files: number; bytes: number };
	/** Milliseconds that the user gave the call; absent for the call's own time. */
	timeout?: number;
	/** Replaces the words that are derived from the codes. */
	message?: string;
	advice?: string;
	/** Whether the same may be asked again with a better end, and without doing it twice; else the codes tell. */
	passing?: boolean;
	/** Of a `once` call: it was, or may have been, carried out, though nothing can be given out of it. It is not to be made again. */
	mayBeDone?: true;
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

/** A kind of failure: what to say, and what follows from it. */
export interface Kind {
	message: string | ((failure: Failure) => string);
	advice: string | ((failure: Failure) => string);
	/** The same question may get another answer soon. */
	isPassing?: true;
	/** The call may have been carried out all the same. */
	mayBeDone?: true;
	/** For n8n's back-off. It silences a trigger for half an hour on a wrong credential, so only DocFlow's own word counts as one. */
	cause?: FailureCause['cause'];
}

/** The host that was asked, for a sentence. */
export const hostOf = ({ host }: Failure) => host ?? 'this address';
/** Files, counted. */
export const count = (files: number) => `${files} ${files === 1 ? 'file' : 'files'}`;
/** Bytes as MB. */
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
export const NOTHING_SENT = 'Nothing was sent.';
