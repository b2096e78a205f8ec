import type { Failure } from './kinds';
import { networkFailure } from './network';

const PROBE_MS = 2_000;
/** How it looks when a server hangs up, or answers in something that is not http. */
const HUNG_UP = /^(ECONNRESET|EPIPE|HPE_\w+)$/;
/** A handshake that the server began and then refused. */
const HANDSHAKE = /^(EPROTO|ERR_(SSL|TLS)_\w+)$/;

/** What may be asked in https, of either of n8n's helpers: nothing of the request, and no certificate checked. */
export const PROBE = {
	method: 'HEAD',
	timeout: PROBE_MS,
	disableFollowRedirect: true,
	skipSslCertificateValidation: true,
	ignoreHttpStatusErrors: true,
} as const;

/**
 * Whether a connection broke because it was plain http to a port for https. Such a server mostly hangs up without a
 * word, as one that is overloaded does, so the port is asked once in https, by `ask`, which gets the address.
 */
export async function isPlainToTls(
	ask: (url: string) => Promise<unknown>,
	baseUrl: string,
	{ network = '' }: Failure,
): Promise<boolean> {
	const { protocol, port, host } = new URL(baseUrl);
	if (protocol !== 'http:' || port === '' || !HUNG_UP.test(network)) return false;
	return await ask(`https://${host}/`).then(
		() => true,
		(error: unknown) => HANDSHAKE.test(networkFailure(error).network ?? ''),
	);
}
