import { createHash, createHmac, timingSafeEqual } from 'crypto';
import type { FastifyRequest } from 'fastify';

import { type BodyHash, type Context, type Credential, type RecordedRequest } from './context';

/** Hashes the bytes of a body as they pass, so that a large upload is not held in memory. */
export function watchBody({ raw }: FastifyRequest): BodyHash {
	const hash = createHash('sha256');
	raw.on('data', (chunk: Buffer) => hash.update(chunk));
	// Listening starts the stream; whoever parses the body starts it again.
	raw.pause();
	let digest: string | undefined;
	return () => (digest ??= hash.digest('hex'));
}

/**
 * The signature of a request: HMAC-SHA256, keyed by the HMAC of the timestamp with the secret, over method,
 * path, the query sorted by name with its values decoded, and the hash of the body.
 */
export function sign(
	secretCode: string,
	timestamp: string,
	{ method, path, query }: Pick<RecordedRequest, 'method' | 'path' | 'query'>,
	bodySha256: string,
): string {
	const key = createHmac('sha256', secretCode).update(timestamp).digest();
	const sorted = Object.keys(query)
		.sort()
		.map((name) => `${name}=${query[name]}`)
		.join('&');
	return createHmac('sha256', key)
		.update([method, path, sorted, bodySha256].join('\n'))
		.digest('hex');
}

const same = (a: string, b: string) =>
	a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Whether a request brings a signature rather than the secret. */
export const isSigned = ({ headers }: RecordedRequest): boolean =>
	headers['x-ti-signature'] !== undefined;

/** Why a request is not let in, judged by its headers alone; a signature's match is left to `refusesSignature`. */
export function refusesHeaders(
	seen: RecordedRequest,
	{
		credential: { appId, secretCode },
		now,
		maxSkewMs,
	}: Pick<Context, 'credential' | 'now' | 'maxSkewMs'>,
): string | undefined {
	const {
		'x-ti-app-id': id,
		'x-ti-secret-code': secret,
		'x-ti-timestamp': timestamp,
	} = seen.headers;
	if (id !== appId) return 'x-ti-app-id is missing or wrong';
	if (!isSigned(seen))
		return secret === secretCode ? undefined : 'x-ti-secret-code is missing or wrong';
	// Epoch seconds have ten digits until the year 2286; milliseconds are a likely slip.
	if (!/^\d{10}$/.test(String(timestamp))) return 'x-ti-timestamp must be epoch seconds';
	return Math.abs(now() - Number(timestamp) * 1000) > maxSkewMs
		? 'x-ti-timestamp is too far from now'
		: undefined;
}

/** Why a signed request is not let in; to be asked once its body was read. */
export function refusesSignature(
	seen: RecordedRequest,
	{ secretCode }: Credential,
	body: BodyHash,
): string | undefined {
	const expected = sign(secretCode, String(seen.headers['x-ti-timestamp']), seen, body());
	return same(String(seen.headers['x-ti-signature']), expected)
		? undefined
		: 'x-ti-signature does not match';
}
