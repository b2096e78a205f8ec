/**
 * The milliseconds that a `Retry-After` header asks to wait, given as seconds or as an HTTP date
 * (RFC 9110, section 10.2.3); undefined for none, for nonsense and for a time that has passed.
 */
export function askedDelay(retryAfter: string | undefined, now: number): number | undefined {
	if (retryAfter === undefined || retryAfter.trim() === '') return undefined;
	const seconds = Number(retryAfter);
	const ms = Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * 1000;
	return ms >= 0 ? ms : undefined;
}
