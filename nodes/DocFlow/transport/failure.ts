import { DOCFLOW_CODES, kindOnPath, OTHER } from './docflowKinds';
import { GATEWAY_STATUS } from './gatewayKinds';
import type { Failure, FailureCause, Kind } from './kinds';
import { NETWORK } from './networkKinds';
import { askedDelay } from './pause';

/** More than this is no delay of the network. */
const MAX_CLOCK_OFF_MS = 60_000;
/** Codes of a refused credential, which a clock that is off explains as well. */
const REFUSED_CREDENTIAL = /^(401|403)$/;

/** The row of a table for a three-digit code: its own, else that of its hundred. */
const rowOf = (table: Readonly<Record<string, Kind>>, code: string): Kind | undefined =>
	table[code] ?? (/^\d{3}$/.test(code) ? table[`${code[0]}xx`] : undefined);

/** The kinds of an answer in DocFlow's own JSON: its code explains, the HTTP status beside it may tell more. */
function ownKinds({ code = '', status, path }: Failure): Array<Kind | undefined> {
	const own = kindOnPath(code, path) ?? rowOf(DOCFLOW_CODES, code);
	return [own, rowOf(DOCFLOW_CODES, String(status))];
}

/** The kinds that a failure is of, the one that explains it first. Without DocFlow's JSON, it was somebody else who answered. */
function kindsOf(failure: Failure): Kind[] {
	const { code, status, network } = failure;
	// JSON that only repeats HTTP 404 is of a server that knows no such path.
	const isOwn = code !== undefined && !(code === '404' && status === 404);
	const answered = isOwn ? ownKinds(failure) : [rowOf(GATEWAY_STATUS, String(status))];
	const broke = NETWORK.find(([code]) => network !== undefined && code.test(network))?.[1];
	return [broke, ...answered].filter((kind) => kind !== undefined);
}

/** By how much the clock explains that a signed request was refused; 0 where it does not. */
const clockOff = ({ code, status, clockOffMs = 0 }: Failure): number =>
	[code, String(status)].some((one) => REFUSED_CREDENTIAL.test(one ?? '')) &&
	Math.abs(clockOffMs) > MAX_CLOCK_OFF_MS
		? clockOffMs
		: 0;

/** A clock that is off, by milliseconds that DocFlow's is ahead. */
function explainClock(offMs: number): { message: string; advice: string } {
	const minutes = Math.round(Math.abs(offMs) / 60_000);
	return {
		message: `The clock of your n8n is ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${offMs > 0 ? 'behind' : 'ahead of'} DocFlow's`,
		advice:
			'DocFlow does not accept a signature made at another time. Set the clock of the machine that runs n8n, or choose Simple as Authentication in the DocFlow credential.',
	};
}

/** A title and a next step for what went wrong. */
export function explain(failure: Failure): { message: string; advice: string } {
	if (failure.message !== undefined)
		return { message: failure.message, advice: failure.advice ?? '' };
	const off = clockOff(failure);
	if (off !== 0) return explainClock(off);
	const [{ message, advice } = OTHER] = kindsOf(failure);
	const say = (words: Kind['message']) => (typeof words === 'string' ? words : words(failure));
	return { message: say(message), advice: say(advice) };
}

/** Whether a failure is of a kind that has words of its own. */
export const isKnown = (failure: Failure): boolean =>
	failure.message !== undefined || kindsOf(failure).length > 0;

/** Whether the same question may get an answer soon. */
export const isTransient = (failure: Failure): boolean =>
	failure.passing ??
	(failure.mayBeDone !== true && kindsOf(failure).some(({ isPassing }) => isPassing));

/** Whether the answer asks to come again later. It may be a gateway's, given after the server had done its work. */
export const isAskedToWait = ({ status, code }: Failure): boolean =>
	['423', '429'].includes(code ?? String(status));

/** Whether somebody else answered in DocFlow's place: a gateway, a proxy, a web page. */
export const isForeign = ({ status, code }: Failure): boolean =>
	status !== undefined && code === undefined;

/** Whether the call was given up, because its time was over. */
export const isTimedOut = ({ network }: Failure): boolean =>
	/^(OWN_TIMEOUT|ETIMEDOUT|ECONNABORTED)$/.test(network ?? '');

/** Whether a call that failed may have been carried out all the same: its answer is lost, or tells nothing. */
export const isUnsettled = (failure: Failure): boolean =>
	kindsOf(failure).some(({ mayBeDone }) => mayBeDone);

/** The cause of a failed call for n8n's back-off, where it is one that n8n knows (n8n-workflow, errors/failure). */
export function causeOf(failure: Failure, now: number): FailureCause | undefined {
	const cause = clockOff(failure) === 0 ? kindsOf(failure)[0]?.cause : 'temporarily-unavailable';
	if (cause === undefined) return undefined;
	const retryAfterMs = askedDelay(failure.retryAfter, now);
	const isTimed = cause === 'rate-limited' || cause === 'temporarily-unavailable';
	return isTimed && retryAfterMs !== undefined ? { cause, retryAfterMs } : { cause };
}
