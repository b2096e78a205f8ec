import { createHash, createHmac } from 'crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';

/** What a signature covers. */
export interface ToSign {
	method: string;
	/** The whole address. */
	url: URL;
	/** Lowercase hex of the SHA-256 of the bytes of the body. */
	bodyHash: string;
	/** Epoch seconds. */
	timestamp: number;
}

/**
 * The signature of a request, in lowercase hex (DocFlow documentation, "Signature authentication"): an HMAC over
 * method, path, query and hash of the body, keyed by the HMAC of the timestamp with the secret. The query is
 * sorted by name, its values as they are before they are encoded.
 */
export function requestSignature(
	secret: string,
	{ method, url, bodyHash, timestamp }: ToSign,
): string {
	const key = createHmac('sha256', secret).update(String(timestamp)).digest();
	const query = [...url.searchParams]
		.sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
		.map(([name, value]) => `${name}=${value}`)
		.join('&');
	return createHmac('sha256', key)
		.update([method, url.pathname, query, bodyHash].join('\n'))
		.digest('hex');
}

/** The SHA-256 of a body in lowercase hex, in constant memory. @throws Error for a body whose bytes are not known before they are sent. */
export async function hashBody(body: unknown): Promise<string> {
	const hash = createHash('sha256');
	if (typeof body === 'string' || Buffer.isBuffer(body)) hash.update(body);
	else if (body instanceof Blob) for await (const chunk of body.stream()) hash.update(chunk);
	else if (body !== undefined)
		throw new Error(
			'With Signature as Authentication, the body must be JSON or text. Choose Simple in the DocFlow credential for other bodies.',
		);
	return hash.digest('hex');
}

/** Options as n8n's HTTP Request node gives them, which still speaks the older dialect. */
type Options = IHttpRequestOptions & { uri?: string; form?: unknown; formData?: unknown };

const isPlain = (body: unknown): body is object =>
	typeof body === 'object' &&
	body !== null &&
	[Object.prototype, Array.prototype, null].includes(Object.getPrototypeOf(body) as object);

/**
 * A request with its signature in the headers, and with address and body in the form in which they were signed.
 * `now` is in epoch milliseconds. A body is read once for this and once more to be sent.
 * @throws Error for a body whose bytes are not known before they are sent.
 */
export async function signRequest(
	appId: string,
	secret: string,
	request: IHttpRequestOptions,
	now: number,
): Promise<IHttpRequestOptions> {
	const { uri, baseURL, qs, form, formData, ...rest } = request as Options;
	const url = new URL(`${baseURL ?? ''}${rest.url ?? uri ?? ''}`);
	for (const [name, value] of Object.entries(qs ?? {}))
		if (value !== undefined) url.searchParams.append(name, String(value));
	// Spaces as %20: what reads + as a plus sign would see another value than was signed.
	url.search = url.search.replace(/\+/g, '%20');
	const type = Object.keys(rest.headers ?? {}).find(
		(name) => name.toLowerCase() === 'content-type',
	);
	const isJson =
		isPlain(rest.body) && (type === undefined || /json/i.test(String(rest.headers?.[type])));
	const options: Options = { ...rest, url: url.href, ...(uri !== undefined && { uri: url.href }) };
	if (isJson) options.body = JSON.stringify(rest.body);
	const bodyHash = await hashBody(form ?? formData ?? options.body);
	const timestamp = Math.floor(now / 1000);
	const signed = requestSignature(secret, {
		method: rest.method ?? 'GET',
		url,
		bodyHash,
		timestamp,
	});
	options.headers = {
		...rest.headers,
		...(isJson && { [type ?? 'content-type']: 'application/json' }),
		'x-ti-app-id': appId,
		'x-ti-timestamp': String(timestamp),
		'x-ti-signature': signed,
	};
	return options;
}
