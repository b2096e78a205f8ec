const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether an address is one the API takes. */
export const isWebAddress = (value: unknown): value is string =>
	typeof value === 'string' && /^https?:\/\/.*$/.test(value) && URL.canParse(value);

/** The file's name in an address. */
export function nameIn(address: string): string {
	const last = new URL(address).pathname.split('/').pop() ?? '';
	try {
		return decodeURIComponent(last);
	} catch {
		return last;
	}
}

/**
 * The bytes behind an address, from this machine only: a stand-in must not reach out to the world, so
 * another host gives nothing. Redirects are refused, because they could lead there.
 * @throws Error when it can't be downloaded.
 */
export async function download(address: string): Promise<Buffer> {
	if (!LOOPBACK.test(new URL(address).hostname)) return Buffer.alloc(0);
	const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(30_000) });
	if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
	return Buffer.from(await answer.arrayBuffer());
}
