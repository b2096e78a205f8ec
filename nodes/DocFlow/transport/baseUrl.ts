/** DocFlow's public hosts by region (DocFlow documentation, "Hosts"). */
const REGION_HOSTS = {
	china: 'https://docflow.textin.com',
	global: 'https://docflow.textin.ai',
} as const;

/** Where every DocFlow call lives below the host. */
export const API_PREFIX = '/api/app-api/sip/platform/v2';

/**
 * A Base URL that leads where a person reads it to lead: a host and a path as they stand, with nothing that a URL
 * parser takes for something else, such as `\` for `/`, a line break for nothing, or what is before `@` for a user.
 */
const HOST_AND_PATH = /^https?:\/\/[^/?#\\@\s]+(\/[^?#\\\s]*)?$/i;

/** A path without what of the API's own path stands at its end: documents and clients of DocFlow print a base that ends in `/api`. */
function withoutApi(path: string): string {
	const trimmed = path.replace(/\/+$/, '');
	const parts = API_PREFIX.split('/');
	for (let count = parts.length; count > 1; count--) {
		const end = parts.slice(0, count).join('/');
		if (trimmed.endsWith(end)) return trimmed.slice(0, -end.length).replace(/\/+$/, '');
	}
	return trimmed;
}

/**
 * The base URL of a credential, without a trailing slash; a path prefix of a private deployment stays,
 * the API's own path does not.
 * @throws Error with a sentence for the user when the custom URL is empty, not http(s), or holds
 * anything but a host and a path.
 */
export function resolveBaseUrl(credential: { region?: unknown; baseUrl?: unknown }): string {
	if (credential.region === 'global') return REGION_HOSTS.global;
	if (credential.region !== 'custom') return REGION_HOSTS.china;
	const text = typeof credential.baseUrl === 'string' ? credential.baseUrl.trim() : '';
	const example = 'like https://docflow.example.com';
	if (text === '') throw new Error(`The credential has no Base URL. Enter one ${example}`);
	if (!URL.canParse(text))
		throw new Error(`The credential's Base URL is not a web address. Enter one ${example}`);
	const url = new URL(text);
	if (url.protocol !== 'https:' && url.protocol !== 'http:')
		throw new Error(`The credential's Base URL must start with http:// or https://, ${example}`);
	if (!HOST_AND_PATH.test(text))
		throw new Error(`The credential's Base URL must hold only a host and a path, ${example}`);
	return `${url.origin}${withoutApi(url.pathname)}`;
}
